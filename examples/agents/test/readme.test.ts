import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('the agent in the README runs, verifies, and answers', async () => {
  const readme = await readFile(`${folder}/README.md`, 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: folder,
    env: { ...process.env, AGENT_SECRET: secret, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line]: unknown[] = await once(child.stdout.setEncoding('utf8'), 'data');
    const port = /Listening on port (\d+)/.exec(String(line))?.[1];
    const send = (body: string, signedWith: string) => {
      const now = new Date();
      return fetch(`http://127.0.0.1:${port}`, {
        method: 'POST',
        body,
        headers: {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': new Webhook(signedWith).sign('msg_1', now, body),
        },
      });
    };
    const body = JSON.stringify({ data: { job: { inputs: { text: 'hello' } } } });
    expect(await (await send(body, secret)).json()).toEqual({
      outcome: 'COMPLETED',
      output: { shouted: 'HELLO' },
    });
    const forged = await send(body, `whsec_${Buffer.alloc(32, 8).toString('base64')}`);
    expect(forged.status).toBe(401);
  } finally {
    child.kill('SIGKILL');
  }
});
