import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConsole } from './console.ts';

const page = '<!doctype html><title>Muster</title>';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'main-abc123.js'), 'run()');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (path: string) => createConsole(folder).request(path);

describe('the console', () => {
  test.each(['/', '/jobs', '/jobs/cabc?tab=log', '/agents/x/y'])(
    'its page answers %s',
    async (path) => {
      const response = await open(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/html/);
      expect(await response.text()).toBe(page);
    },
  );

  test('its page is asked for anew each time, its named files are kept for good', async () => {
    const file = await open('/assets/main-abc123.js');
    expect(await file.text()).toBe('run()');
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect((await open('/jobs')).headers.get('cache-control')).toBe('no-cache');
    expect((await open('/')).headers.get('cache-control') ?? 'no-cache').toBe('no-cache');
  });

  test('a file that is not there is not its page, which a browser would take for a script', async () => {
    const response = await open('/assets/main-old.js');
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('<');
  });

  test.each([
    '/../secret',
    '/assets/../../secret',
    '/%2e%2e/secret',
    '/assets/%2e%2e%2f%2e%2e%2fsecret',
  ])('nothing outside of its folder answers %s', async (path) => {
    await writeFile(join(folder, '..', 'secret'), 'secret');
    const text = await (await open(path)).text();
    await rm(join(folder, '..', 'secret'));
    expect(text).not.toBe('secret');
  });

  test('every answer forbids frames, foreign scripts and guessed types', async () => {
    for (const path of ['/', '/jobs', '/assets/main-abc123.js', '/assets/none.js']) {
      const { headers } = await open(path);
      expect(headers.get('content-security-policy')).toMatch(
        /default-src 'self'.*frame-ancestors 'none'/,
      );
      expect(headers.get('content-security-policy')).not.toMatch(/script-src|unsafe-eval/);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
    }
  });

  test('says how to build it when it is not built', async () => {
    const response = await createConsole(join(folder, 'nothing')).request('/jobs');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('npm start');
  });
});
