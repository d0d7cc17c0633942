import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Caller } from '@muster/schema/context.ts';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type Authentication, cookieOf } from './authentication.ts';
import type { DescribeFailure } from './failures.ts';
import { type Graphql, isGraphQLError, ownError, type Transport } from './graphql.ts';
import { isTrustedOrigin } from './origin.ts';
import { withRequestId } from './request-scope.ts';

export interface WebSocketOptions {
  readonly graphql: Graphql;
  readonly authentication: Authentication;
  readonly allowedOrigins: readonly string[];
  readonly newRequestId: () => string;
  readonly describeFailure: DescribeFailure;
  /** Largest message taken, in bytes. */
  readonly maxPayload: number;
}

/** RFC 6455’s registry of close codes. Clients of graphql-ws connect again after it; after 4500 they give up. */
const tryAgainLater = 1013;

type EnvelopedArgs = ExecutionArgs & {
  readonly rootValue: {
    readonly execute: (args: ExecutionArgs) => ReturnType<typeof import('graphql').execute>;
    readonly subscribe: (
      args: ExecutionArgs,
    ) => Promise<AsyncGenerator<ExecutionResult> | ExecutionResult>;
  };
};

/** `graphql-transport-ws` on /graphql: queries, mutations and subscriptions, for callers who are signed in. */
export function serveWebSocket(server: Server, options: WebSocketOptions) {
  const { graphql, authentication, allowedOrigins, newRequestId, describeFailure, maxPayload } =
    options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload,
    handleProtocols: (protocols) =>
      protocols.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) && GRAPHQL_TRANSPORT_WS_PROTOCOL,
  });
  const callers = new WeakMap<IncomingMessage, Caller>();

  const graphqlServer = useServer<{ authorization?: unknown; Authorization?: unknown }>(
    {
      async onConnect({ connectionParams, extra: { request, socket } }) {
        const given = connectionParams?.authorization ?? connectionParams?.Authorization;
        const caller = await authentication
          .callerOf({
            authorization: typeof given === 'string' ? given : request.headers.authorization,
            session: cookieOf(request.headers.cookie),
          })
          .catch((error: unknown) => {
            const { code } = describeFailure(error, newRequestId());
            if (code === 'UNAVAILABLE') socket.close(tryAgainLater, 'Try again later');
            else socket.close(CloseCode.InternalServerError, 'Internal server error');
            return null;
          });
        if (caller === null) return false;
        callers.set(request, caller);
        return true;
      },
      async onSubscribe({ extra: { request } }, _id, payload) {
        const caller = callers.get(request);
        if (!caller) throw new Error('An operation came before its connection was acknowledged.');
        const transport: Transport = { caller, requestId: newRequestId(), browser: false };
        const { schema, execute, subscribe, contextFactory, parse, validate } =
          graphql.getEnveloped({
            ...transport,
            params: payload,
          });
        try {
          const args: EnvelopedArgs = {
            schema,
            operationName: payload.operationName ?? undefined,
            document: parse(payload.query),
            variableValues: payload.variables ?? undefined,
            contextValue: await contextFactory(),
            rootValue: {
              execute: (operation) => withRequestId(transport.requestId, () => execute(operation)),
              subscribe: async (operation) =>
                eachWithRequestId(
                  transport.requestId,
                  await withRequestId(transport.requestId, () => subscribe(operation)),
                ),
            },
          };
          const errors = validate(args.schema, args.document);
          return errors.length > 0 ? errors : args;
        } catch (error) {
          // What cannot be parsed or goes beyond a limit is thrown: it must end this operation, and not
          // the connection with every other one on it.
          if (isGraphQLError(error)) return [ownError(error)];
          throw error;
        }
      },
      execute: (args) => (args as EnvelopedArgs).rootValue.execute(args),
      subscribe: (args) => (args as EnvelopedArgs).rootValue.subscribe(args),
    },
    sockets,
  );

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?', 1)[0];
    if (path !== '/graphql') return refuse(socket, '404 Not Found');
    if (!isTrustedOrigin(request.headers.origin, request.headers.host, allowedOrigins))
      return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      sockets.emit('connection', webSocket, request),
    );
  };
  server.on('upgrade', onUpgrade);

  return {
    /** Tells every client to come back later, and takes no more. */
    async close(): Promise<void> {
      server.off('upgrade', onUpgrade);
      await graphqlServer.dispose();
    },
  };
}

/** The events of a subscription are asked for one by one, long after its request: each is run under its id. */
function eachWithRequestId(
  requestId: string,
  result: AsyncGenerator<ExecutionResult> | ExecutionResult,
): AsyncGenerator<ExecutionResult> | ExecutionResult {
  if (!(Symbol.asyncIterator in result)) return result;
  const events = result;
  const scoped: AsyncGenerator<ExecutionResult> = {
    next: () => withRequestId(requestId, () => events.next()),
    return: (value) => events.return(value),
    throw: (error: unknown) => events.throw(error),
    [Symbol.asyncIterator]: () => scoped,
    [Symbol.asyncDispose]: () => events[Symbol.asyncDispose](),
  };
  return scoped;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
