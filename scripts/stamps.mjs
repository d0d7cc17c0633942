// A step is skipped when its inputs are what they were and its outputs are still there.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { cacheDir, fromRoot, root } from './paths.mjs';

const derived = new Set(['node_modules', 'dist', 'generated', '.muster', 'coverage']);

// `inputs` and `outputs` are files or folders, relative to the root. `ignore` tells input files that do
// not count. `outputs` is asked again after the run, because some are only known then.
export async function whenChanged({ name, inputs, outputs, ignore, force = false }, run) {
  const stampFile = path.join(cacheDir, `${name}.json`);
  // Hashed before the run: an edit made during it must count as a change the next time.
  const hash = hashFiles(inputs, ignore);
  if (!force && isFresh(stampFile, hash)) return false;
  // Removed before the run: one that is interrupted must not look done.
  fs.rmSync(stampFile, { force: true });
  await run();
  fs.mkdirSync(cacheDir, { recursive: true });
  fs.writeFileSync(stampFile, JSON.stringify({ hash, outputs: sizes(outputs()) }));
  return true;
}

// A stamp alone proves nothing: someone may have removed or cut an output. Every file has its size.
function isFresh(stampFile, hash) {
  let stamp;
  try {
    stamp = JSON.parse(fs.readFileSync(stampFile, 'utf8'));
  } catch {
    return false;
  }
  if (stamp.hash !== hash) return false;
  return Object.entries(stamp.outputs).every(([file, size]) => sizeOf(fromRoot(file)) === size);
}

function sizes(outputs) {
  const files = outputs.flatMap((output) => [...filesUnder(fromRoot(output), () => false)]);
  return Object.fromEntries(files.map((file) => [path.relative(root, file), sizeOf(file)]));
}

function sizeOf(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.size;
}

function hashFiles(inputs, ignore = () => false) {
  // The stamp is also void on another platform or when these scripts themselves change.
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const input of [...inputs, 'scripts/prepare.mjs']) {
    for (const file of filesUnder(fromRoot(input), (name) => derived.has(name))) {
      if (ignore(file)) continue;
      hash.update(`\0${path.relative(root, file)}\0`).update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function* filesUnder(place, skipFolder) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) return yield place;
  const entries = fs.readdirSync(place, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const inner = path.join(place, entry.name);
    if (!entry.isDirectory()) yield inner;
    else if (!skipFolder(entry.name)) yield* filesUnder(inner, skipFolder);
  }
}
