import type { Context as GraphqlContext } from '@muster/schema/context.ts';
import { Hono } from 'hono';
import type { Authentication } from './authentication.ts';
import { createConsole } from './console.ts';
import type { DescribeFailure } from './failures.ts';
import type { Graphql } from './graphql.ts';
import { guard, limitBody } from './guard.ts';
import { createHealth } from './health.ts';
import { problem } from './problem.ts';
import { withRequestId } from './request-scope.ts';
import type { RequestVariables } from './request-variables.ts';
import { createRest } from './rest.ts';
import { signIn } from './sign-in.ts';

export interface HttpAppOptions {
  readonly graphql: Graphql;
  readonly authentication: Authentication;
  readonly commands: GraphqlContext['commands'];
  readonly prisma: GraphqlContext['prisma'];
  readonly allowedOrigins: readonly string[];
  readonly newRequestId: () => string;
  /** Whether the database answers and has the schema that this version needs. */
  readonly isReady: () => Promise<boolean>;
  /** The built console. */
  readonly consoleDir: string;
  readonly describeFailure: DescribeFailure;
}

/** Everything that is served over HTTP, at the addresses of the contract. */
export function createHttpApp(options: HttpAppOptions) {
  const { graphql, authentication, describeFailure } = options;
  const app = new Hono<RequestVariables>();
  const guarded = guard(authentication, options.allowedOrigins);

  app.use(async (c, next) => {
    const requestId = options.newRequestId();
    c.set('requestId', requestId);
    await withRequestId(requestId, next);
    // Last: a handler that answers with a response of its own drops what was set before it.
    c.header('x-request-id', requestId);
  });
  app.onError((error, c) => {
    const requestId = c.get('requestId');
    const { code, status, title, message, headers } = describeFailure(error, requestId);
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    return problem(c, status, title, message, { code, requestId });
  });

  app.route('/', createHealth(options.isReady));

  app.all('/graphql', limitBody, guarded, async (c) => {
    const { method, raw: request } = c.req;
    const caller = c.get('caller');
    const requestId = c.get('requestId');
    if (caller !== null) {
      const browser = c.req.header('authorization') === undefined;
      return graphql.fetch(request, { caller, requestId, signal: request.signal, browser });
    }
    if (method === 'GET' && c.req.header('accept')?.includes('text/html')) return c.redirect('/');
    const message =
      'Sign in first: send `Authorization: Bearer TOKEN`, or open the address that Muster printed when it started.';
    return c.json(
      { errors: [{ message, extensions: { code: 'UNAUTHENTICATED', requestId } }] },
      401,
      {
        'www-authenticate': 'Bearer',
      },
    );
  });

  app.use('/api/*', limitBody, guarded);
  app.route('/api', createRest(options));
  app.all('/api/*', (c) =>
    problem(c, 404, 'There is no such thing', `Nothing answers ${c.req.method} ${c.req.path}.`, {
      code: 'NOT_FOUND',
    }),
  );

  app.get('*', signIn(authentication));
  app.route('/', createConsole(options.consoleDir));
  return app;
}
