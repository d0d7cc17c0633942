import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

function launch(...args: string[]) {
  const launched = spawn(process.execPath, [main, ...args], {
    env: {
      ...process.env,
      MUSTER_TOKEN: '',
      MUSTER_DATA: '/nowhere',
      MUSTER_URL: 'http://127.0.0.1:1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = launched;
  let output = '';
  const ready = new Promise<string>((resolve) => {
    for (const stream of [launched.stdout, launched.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('Sample agents ready')) resolve(output);
      });
    }
  });
  const ended = once(launched, 'close').then(([code]: unknown[]) => ({ code, output }));
  return { launched, ready, ended };
}

test.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, then exits with 0', async (signal) => {
  const { launched, ready, ended } = launch('--port', '0', '--no-register');
  const output = await ready;
  const endpoint = /(http:\S+\/log-digest) {2}secret whsec_/.exec(output)?.[1];
  expect((await fetch(endpoint ?? '', { method: 'POST' })).status).toBe(401);
  launched.kill(signal);
  expect(await ended).toMatchObject({ code: 0 });
});

test('explains its flags', async () => {
  expect(await launch('--help').ended).toMatchObject({
    code: 0,
    output: expect.stringContaining('--no-pull'),
  });
});

test('says which port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { code, output } = await launch('--port', String(port), '--no-register').ended;
  taken.close();
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringMatching(/EADDRINUSE.*choose another with --port/),
  });
});

test.each([
  [['--port', 'x'], '--port takes a number'],
  [['--unknown'], "Unknown option '--unknown'"],
  [['--port', '0'], 'MUSTER_TOKEN is not set'],
])('explains what is wrong with %j', async (args, message) => {
  const { code, output } = await launch(...args).ended;
  expect(code).toBe(1);
  expect(output).toContain(message);
  expect(output).not.toContain('    at ');
});
