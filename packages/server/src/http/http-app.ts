import { serveStatic } from '@hono/node-server/serve-static';
import type { Caller, Context as GraphqlContext } from '@muster/schema/context.ts';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import { type Authentication, cookieName } from './authentication.ts';
import type { Graphql } from './graphql.ts';
import { isTrustedOrigin } from './origin.ts';
import { problem } from './problem.ts';
import { withRequestId } from './request-scope.ts';
import { createRest } from './rest.ts';

export interface Variables {
  requestId: string;
  caller: Caller | null;
}

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
  readonly logger: Logger;
}

/** Largest body taken: a report's output may have 1 MiB of JSON, which GraphQL carries inside of more JSON. */
export const maxBodyBytes = 2 * 1024 * 1024;

const sessionSeconds = 30 * 24 * 3600;

/** Everything that is served over HTTP, at the addresses of the contract. */
export function createHttpApp(options: HttpAppOptions) {
  const { graphql, authentication, allowedOrigins, logger } = options;
  const app = new Hono<{ Variables: Variables }>();

  app.use(async (c, next) => {
    const requestId = options.newRequestId();
    c.set('requestId', requestId);
    c.header('x-request-id', requestId);
    await withRequestId(requestId, next);
  });
  app.onError((error, c) => {
    logger.error({ err: error, requestId: c.get('requestId') }, 'unexpected error');
    return problem(
      c,
      500,
      'Something went wrong',
      'It is in the server’s log under this request’s id.',
      {
        code: 'INTERNAL',
        requestId: c.get('requestId'),
      },
    );
  });

  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const ready = await options.isReady().catch(() => false);
    return c.json({ status: ready ? 'ready' : 'unavailable' }, ready ? 200 : 503);
  });

  const limit = bodyLimit({
    maxSize: maxBodyBytes,
    onError: (c) =>
      problem(c, 413, 'The request is too large', `The body may have ${maxBodyBytes} bytes.`, {
        code: 'VALIDATION',
      }),
  });

  /** A page elsewhere can make a browser send the cookie, but neither this Origin nor, unasked, this content type. */
  const guard = createMiddleware<{ Variables: Variables }>(async (c, next) => {
    const origin = c.req.header('origin');
    if (!isTrustedOrigin(origin, c.req.header('host'), allowedOrigins)) {
      return problem(
        c,
        403,
        'Forbidden',
        `Pages of ${origin} may not call this server: see MUSTER_ALLOWED_ORIGINS.`,
        { code: 'FORBIDDEN' },
      );
    }
    const type = c.req.header('content-type');
    if (
      c.req.method === 'POST' &&
      type !== undefined &&
      !/^application\/([\w.-]+\+)?json\b/i.test(type)
    ) {
      return problem(c, 415, 'Unsupported media type', 'Send application/json.', {
        code: 'BAD_REQUEST',
      });
    }
    c.set(
      'caller',
      await authentication.callerOf({
        authorization: c.req.header('authorization'),
        session: getCookie(c, cookieName),
      }),
    );
    return next();
  });

  app.use('/graphql', limit, guard);
  app.on(['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH'], '/graphql', async (c) => {
    const caller = c.get('caller');
    if (caller === null) {
      if (c.req.method === 'GET' && c.req.header('accept')?.includes('text/html'))
        return c.redirect('/');
      return c.json(
        {
          errors: [
            {
              message:
                'Sign in first: send `Authorization: Bearer TOKEN`, or open the address that Muster printed when it started.',
              extensions: { code: 'UNAUTHENTICATED', requestId: c.get('requestId') },
            },
          ],
        },
        401,
        { 'www-authenticate': 'Bearer' },
      );
    }
    const browser = c.req.header('authorization') === undefined;
    return graphql.fetch(c.req.raw, {
      caller,
      requestId: c.get('requestId'),
      signal: c.req.raw.signal,
      browser,
    });
  });

  app.use('/api/*', limit, guard);
  app.route('/api', createRest(options));
  app.all('/api/*', (c) =>
    problem(c, 404, 'There is no such thing', `Nothing answers ${c.req.method} ${c.req.path}.`, {
      code: 'NOT_FOUND',
    }),
  );

  app.use(
    secureHeaders({ contentSecurityPolicy, referrerPolicy: 'same-origin', xFrameOptions: 'DENY' }),
  );
  // The address that Muster prints carries the token once; the browser keeps a cookie instead.
  app.get('*', async (c, next) => {
    const token = c.req.query('token');
    if (token === undefined) return next();
    const session = authentication.sessionFor(token);
    if (session === null) return c.redirect('/?signin=refused', 303);
    setCookie(c, cookieName, session, {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      maxAge: sessionSeconds,
      secure:
        new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https',
    });
    const { pathname, searchParams } = new URL(c.req.url);
    searchParams.delete('token');
    // A path such as //evil.example would lead elsewhere.
    return c.redirect(
      `/${pathname.replace(/^\/+/, '')}${searchParams.size > 0 ? `?${searchParams}` : ''}`,
      303,
    );
  });

  app.use(
    '/assets/*',
    serveStatic({
      root: options.consoleDir,
      onFound: (_path, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
    }),
  );
  app.get('/assets/*', (c) => c.text('Not found', 404));
  app.use('*', serveStatic({ root: options.consoleDir }));
  // Every other address is a view of the console.
  app.get(
    '*',
    serveStatic({
      root: options.consoleDir,
      path: 'index.html',
      onFound: (_path, c) => c.header('cache-control', 'no-cache'),
    }),
  );
  app.get('*', (c) =>
    c.text('The console is not built: run `npm start`, or `npm run dev` while developing.\n', 404),
  );
  return app;
}

const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  // The component library writes styles into elements.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  frameSrc: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  objectSrc: ["'none'"],
  formAction: ["'self'"],
};
