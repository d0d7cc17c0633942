import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSchema, createYoga } from 'graphql-yoga';

// The least that GraphQL over HTTP costs here: yoga as its documentation starts it, on Node's own server.

const yoga = createYoga({
  schema: createSchema({ typeDefs: 'type Query { nothing: Boolean }' }),
  logging: false,
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('disconnect', () => process.exit(0));
