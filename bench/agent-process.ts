import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The agent of the bench: reads the whole request and says that it is done. What it costs is the same for all.

const answer = JSON.stringify({ outcome: 'COMPLETED', output: { summary: 'Three sentences.' } });
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(answer),
      })
      .end(answer);
  });
});
// Connections that wait for the next round must not be closed meanwhile.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
});
process.on('disconnect', () => process.exit(0));
