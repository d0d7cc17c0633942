// Fails when the JavaScript that the first page needs grows beyond its budget: the entry and all that
// it imports statically, as the browser fetches it, compressed.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limitBytes = 200 * 1024;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const firstRoute = new Set();
function follow(key) {
  if (firstRoute.has(key)) return;
  firstRoute.add(key);
  for (const imported of manifest[key].imports ?? []) follow(imported);
}
for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) follow(key);

const sizes = [...firstRoute]
  .map((key) => manifest[key].file)
  .filter((file) => file.endsWith('.js'))
  .map((file) => ({ file, bytes: gzipSync(readFileSync(new URL(file, dist))).length }))
  .sort((a, b) => b.bytes - a.bytes);
const totalBytes = sizes.reduce((sum, { bytes }) => sum + bytes, 0);

const inKb = (bytes) => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
for (const { file, bytes } of sizes) console.log(`${inKb(bytes)}  ${file}`);
console.log(`${inKb(totalBytes)}  first route, gzip; the limit is ${inKb(limitBytes).trim()}`);
if (sizes.length === 0 || totalBytes > limitBytes) {
  console.error(
    'The first route is too large. Load later what the list of jobs does not need at once.',
  );
  process.exit(1);
}
