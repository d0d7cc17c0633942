// Where things are. Nothing here needs an installed package.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const cacheDir = path.join(root, 'node_modules', '.cache', 'muster');

export const fromRoot = (...parts) => path.join(root, ...parts);

export function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

// The folders of the workspace, read from pnpm-workspace.yaml's `packages:` (plain names and `x/*`).
export function workspaceFolders() {
  const yaml = fs.readFileSync(fromRoot('pnpm-workspace.yaml'), 'utf8');
  const block = /^packages:\n((?:[ \t]+-.*\n?)+)/m.exec(yaml.replace(/\r/g, ''))?.[1] ?? '';
  const globs = block.split('\n').flatMap((line) => /-\s*["']?([^"'\s]+)/.exec(line)?.[1] ?? []);
  const folders = globs.flatMap((glob) => {
    if (!glob.endsWith('/*')) return [glob];
    const parent = glob.slice(0, -2);
    return fs.readdirSync(fromRoot(parent)).map((name) => `${parent}/${name}`);
  });
  return folders.filter((folder) => fs.existsSync(fromRoot(folder, 'package.json'))).sort();
}
