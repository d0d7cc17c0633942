import { EnvelopArmorPlugin } from '@escape.tech/graphql-armor';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { Caller, Context } from '@muster/schema/context.ts';
import { schema } from '@muster/schema/schema.ts';
import { GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { DescribeFailure } from './failures.ts';
import { currentRequestId } from './request-scope.ts';
import { createSharedSubscribe } from './shared-execution.ts';

/** What a transport knows of a request before GraphQL runs. */
export interface Transport {
  readonly caller: Caller;
  readonly requestId: string;
  readonly signal?: AbortSignal | undefined;
  /** Whether a person in a browser is asking. */
  readonly browser: boolean;
}

export interface GraphqlOptions {
  readonly context: Pick<
    Context,
    'prisma' | 'rows' | 'commands' | 'events' | 'batches' | 'version'
  >;
  readonly now: () => Date;
  readonly describeFailure: DescribeFailure;
  readonly isOutage: (error: unknown) => boolean;
}

/**
 * GraphQL over HTTP, and the envelope that the WebSocket runs operations in too. Callers are known before
 * they get here: nothing below answers to strangers, introspection included.
 */
export function createGraphql({ context, now, describeFailure, isOutage }: GraphqlOptions) {
  const subscribe = createSharedSubscribe(isOutage);
  const sharedSubscriptions: Plugin = {
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe),
  };
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
      maskError: (error) => {
        if (isGraphQLError(error) && !isUnexpected(error)) return ownError(error);
        const requestId = currentRequestId();
        const thrown = isGraphQLError(error) ? (error.originalError ?? error) : error;
        const { code, message } = describeFailure(thrown, requestId);
        return new GraphQLError(message, {
          ...(isGraphQLError(error) ? { path: error.path, nodes: error.nodes } : {}),
          extensions: { code, requestId },
        });
      },
    },
    plugins: [
      sharedSubscriptions,
      EnvelopArmorPlugin({
        maxDepth: { n: 14, ...refusing },
        maxAliases: { n: 15, allowList: [], ...refusing },
        maxDirectives: { n: 9, ...refusing },
        maxTokens: { n: 3_000, ...refusing },
        // The schema counts the cost itself: this one does not see the sizes of pages that are variables.
        costLimit: { enabled: false },
        blockFieldSuggestion: { enabled: false },
      }),
    ],
  });
}

export type Graphql = ReturnType<typeof createGraphql>;

/** Operations refused for their size carry a code, and are the client's to mend. */
const refusing = {
  onReject: [
    (_context: unknown, error: GraphQLError) =>
      void Object.assign(error.extensions, { code: 'TOO_COMPLEX', http: badRequest }),
  ],
};

/** As GraphQL over HTTP has it: 400, but for clients that accept only plain JSON, 200. */
const badRequest = { spec: true, status: 400 } as const;

/**
 * The token limiter parses with its own copy of graphql: a syntax error of that copy becomes one of ours.
 * What the schema's builder finds wrong with the arguments of a page gets a code.
 */
export function ownError(error: GraphQLError): GraphQLError {
  if (error.originalError?.name === 'PothosValidationError') {
    const { message, nodes, path } = error;
    return new GraphQLError(message, { nodes, path, extensions: { code: 'BAD_USER_INPUT' } });
  }
  if (error instanceof GraphQLError) return error;
  const { message, source, positions, extensions } = error as GraphQLError;
  return new GraphQLError(message, {
    source,
    positions,
    extensions: { code: 'GRAPHQL_PARSE_FAILED', http: badRequest, ...extensions },
  });
}

/** Also by name: a library that was loaded as CommonJS has a class of its own. */
export const isGraphQLError = (error: unknown): error is GraphQLError =>
  error instanceof GraphQLError || (error instanceof Error && error.name === 'GraphQLError');

/** A resolver that threw something of its own is a bug; what GraphQL or a rule refused is an answer. */
const isUnexpected = ({ originalError }: GraphQLError): boolean =>
  originalError !== undefined && originalError !== null && !isGraphQLError(originalError);
