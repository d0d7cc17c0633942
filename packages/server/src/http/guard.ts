import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { type Authentication, cookieName } from './authentication.ts';
import { isTrustedOrigin } from './origin.ts';
import { problem } from './problem.ts';
import type { RequestVariables } from './request-variables.ts';

/** Largest body taken, in bytes: a report's output may have 1 MiB of JSON, which GraphQL carries inside of more JSON. */
export const maxBodyBytes = 2 * 1024 * 1024;

export const limitBody = bodyLimit({
  maxSize: maxBodyBytes,
  onError: (c) => {
    // The rest of the body is not read: the client must not send its next request behind it.
    c.header('connection', 'close');
    return problem(c, 413, 'The request is too large', `The body may have ${maxBodyBytes} bytes.`, {
      code: 'VALIDATION',
    });
  },
});

/**
 * Says who calls, and turns away what a page elsewhere could make a browser send with the session cookie:
 * it can forge neither this Origin nor, without a preflight that is never answered, this content type.
 */
export const guard = (authentication: Authentication, allowedOrigins: readonly string[]) =>
  createMiddleware<RequestVariables>(async (c, next) => {
    const origin = c.req.header('origin');
    if (!isTrustedOrigin(origin, c.req.header('host'), allowedOrigins)) {
      return problem(
        c,
        403,
        'Forbidden',
        `Pages of ${origin} may not call this server: see MUSTER_ALLOWED_ORIGINS.`,
        {
          code: 'FORBIDDEN',
        },
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
    const authorization = c.req.header('authorization');
    c.set(
      'caller',
      await authentication.callerOf({ authorization, session: getCookie(c, cookieName) }),
    );
    return next();
  });
