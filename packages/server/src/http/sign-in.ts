import { setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { type Authentication, cookieName } from './authentication.ts';
import type { RequestVariables } from './request-variables.ts';

const sessionSeconds = 30 * 24 * 3600;

/** The address that Muster prints carries the token once; the browser keeps a cookie instead, and the address loses it. */
export const signIn = (authentication: Authentication) =>
  createMiddleware<RequestVariables>(async (c, next) => {
    const token = c.req.query('token');
    if (token === undefined) return next();
    const session = authentication.sessionFor(token);
    if (session === null) return c.redirect('/?signin=refused', 303);
    const { pathname, searchParams, protocol } = new URL(c.req.url);
    setCookie(c, cookieName, session, {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      maxAge: sessionSeconds,
      secure: protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https',
    });
    searchParams.delete('token');
    // A path such as //evil.example would lead elsewhere.
    const path = `/${pathname.replace(/^\/+/, '')}`;
    return c.redirect(searchParams.size > 0 ? `${path}?${searchParams}` : path, 303);
  });
