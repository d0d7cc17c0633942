import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

// An agent that accepts, works for half a second, and reports whatever it is told meanwhile. It says by IPC how far it is.
const workMs = 500;

const send = (message: unknown) => process.send?.(message);

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.method !== 'POST') {
    response.writeHead(204).end();
    return;
  }
  response.writeHead(202).end();
  const { data } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  send({ type: 'working' });
  await delay(workMs);
  const post = async (url: string, body: unknown) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${data.leaseToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.status;
  };
  const fence = await post(data.reportUrl.replace(/report$/, 'heartbeat'), {});
  const status = await post(data.reportUrl, { outcome: 'COMPLETED', output: { late: true } });
  send({ type: 'reported', status, fence });
});

server.listen(0, '127.0.0.1', () => {
  send({ type: 'listening', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
});
process.on('disconnect', () => process.exit(0));
