// Running other programs, always under the Node that the workspace pins.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fromRoot, root } from './paths.mjs';

const onWindows = process.platform === 'win32';

// The npm package `node` puts the binary of this platform here.
export const ownNode = fromRoot('node_modules', 'node', 'bin', onWindows ? 'node.exe' : 'node');

// A message for the person at the keyboard, shown without a stack.
export class Stop extends Error {
  name = 'Stop';
}

// The environment of every child: the pinned Node comes first in PATH, then the workspace's tools.
export function toolEnv(binFolders = []) {
  const env = { ...process.env };
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const first = [path.dirname(ownNode), ...binFolders, fromRoot('node_modules', '.bin')];
  env[key] = [...first, env[key]].filter(Boolean).join(path.delimiter);
  return env;
}

// Runs a program on our terminal. Ctrl-C reaches it by itself (same process group); we wait for its end.
export function runAttached(command, args, { cwd = root, env = toolEnv() } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    const release = whileRunning(child);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      release();
      resolve(exitCode(code, signal));
    });
  });
}

// Runs a program silently and returns what it printed, for those that matter only when they fail.
export function runCaptured(command, args, { cwd = root, env = toolEnv(), shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const release = whileRunning(child);
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.once('error', reject);
    // 'close', not 'exit': the pipes may still hold the last words, which are the ones that matter.
    child.once('close', (code, signal) => {
      release();
      resolve({ code: exitCode(code, signal), output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

// A shell's convention: 128 + the signal's number.
export function exitCode(code, signal) {
  return code ?? 128 + (os.constants.signals[signal] ?? 0);
}

// While a child runs, a signal to us is one to it; we stay until it has ended, so nothing is orphaned.
function whileRunning(child) {
  const forward = (signal) => {
    // A terminal's Ctrl-C has reached the child already, and a second one means "at once" to many tools.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
