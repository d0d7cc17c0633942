import { existsSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

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

/** The built console in `root`: its files, and its page for every address that is one of its views. */
export function createConsole(root: string) {
  const web = new Hono();
  web.use(
    secureHeaders({ contentSecurityPolicy, referrerPolicy: 'same-origin', xFrameOptions: 'DENY' }),
  );
  // Built files carry their content's hash in the name; the page that names them is asked for each time.
  web.use(async (c, next) => {
    await next();
    const named = c.req.path.startsWith('/assets/');
    if (c.res.ok)
      c.header('cache-control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  if (!existsSync(root)) {
    const hint = 'The console is not built: run `npm start`, or `npm run dev` while developing.\n';
    web.get('*', (c) => c.text(hint, 404));
    return web;
  }
  web.use('/assets/*', serveStatic({ root }));
  web.get('/assets/*', (c) => c.text('Not found', 404));
  web.get('*', serveStatic({ root }));
  web.get('*', serveStatic({ root, path: 'index.html' }));
  return web;
}
