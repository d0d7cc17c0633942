import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The Muster server that `npm run dev` started; its address keeps the page's host, so that its origin check passes. */
const server = process.env['MUSTER_URL'] ?? 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // scripts/check-size.mjs reads it.
    manifest: true,
    // The polyfill is an inline script that a strict content security policy refuses; every browser
    // the target allows preloads modules by itself.
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/graphql': { target: server, ws: true },
      '/api': { target: server },
      // Signing in: the server answers the printed address with a cookie.
      '^/\\?token=': { target: server },
    },
  },
});
