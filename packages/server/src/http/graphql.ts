import { EnvelopArmorPlugin } from '@escape.tech/graphql-armor';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { Caller, Context } from '@muster/schema/context.ts';
import { schema } from '@muster/schema/schema.ts';
import { GraphQLError } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import { currentRequestId } from './request-scope.ts';

/** What a transport knows of a request before GraphQL runs. */
export interface Transport {
  readonly caller: Caller;
  readonly requestId: string;
  readonly signal?: AbortSignal | undefined;
  /** Whether a person in a browser is asking. */
  readonly browser: boolean;
}

export interface GraphqlOptions {
  readonly context: Pick<Context, 'prisma' | 'commands' | 'events' | 'version'>;
  readonly now: () => Date;
  readonly logger: Logger;
}

/**
 * GraphQL over HTTP, and the envelope that the WebSocket runs operations in too. Callers are known before
 * they get here: nothing below answers to strangers, introspection included.
 */
export function createGraphql({ context, now, logger }: GraphqlOptions) {
  return createYoga<Transport, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    cors: false,
    multipart: false,
    logging: false,
    graphiql: (_request, transport) =>
      transport?.browser ? { title: 'Muster GraphiQL', shouldPersistHeaders: false } : false,
    renderGraphiQL,
    context: ({ caller, requestId, signal }) => ({
      ...context,
      caller,
      requestId,
      signal,
      now: now(),
    }),
    maskedErrors: {
      maskError: (error, message) => {
        if (error instanceof GraphQLError && !isUnexpected(error)) return error;
        const requestId = currentRequestId();
        logger.error(
          {
            err: error instanceof GraphQLError ? (error.originalError ?? error) : error,
            requestId,
          },
          'unexpected error',
        );
        return new GraphQLError(message, {
          ...(error instanceof GraphQLError ? { path: error.path, nodes: error.nodes } : {}),
          extensions: { code: 'INTERNAL', requestId },
        });
      },
      errorMessage: 'Something went wrong on the server. It is in its log under this request’s id.',
    },
    plugins: [
      EnvelopArmorPlugin({
        maxDepth: { n: 14 },
        maxAliases: { n: 15, allowList: [] },
        maxDirectives: { n: 9 },
        maxTokens: { n: 3_000 },
        costLimit: { maxCost: 20_000, ignoreIntrospection: true },
        blockFieldSuggestion: { enabled: false },
      }),
    ],
  });
}

export type Graphql = ReturnType<typeof createGraphql>;

/** A resolver that threw something of its own is a bug; what GraphQL or a rule refused is an answer. */
const isUnexpected = ({ originalError }: GraphQLError): boolean =>
  originalError !== undefined && originalError !== null && !(originalError instanceof GraphQLError);
