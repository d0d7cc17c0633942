// `start` and `dev`: the server with what belongs beside it, started and stopped in order.
//
// Order of leaving: first the server, while the agents still answer, so that it can stop taking work and
// see running calls through; then the agents. The other way round every running call would fail.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromRoot, root } from './paths.mjs';
import { exitCode, ownNode, toolEnv } from './processes.mjs';

const onWindows = process.platform === 'win32';
// The server lets running calls end for 30 s.
const serverGraceMs = 40_000;
const companionGraceMs = 5_000;
// npm forwards the Ctrl-C that the terminal has sent us already: one press, two signals.
const samePressMs = 1_000;

const preload = pathToFileURL(fromRoot('scripts', 'leave-with-parent.mjs')).href;

export async function runStack({ watch, samples, serverArgs }) {
  const env = { NODE_ENV: watch ? 'development' : 'production', ...toolEnv() };
  const watcher = watch ? ['scripts/watched.mjs'] : [];
  const server = launch([...watcher, 'packages/server/src/main.ts', ...serverArgs], { env });
  const companions = [];

  // With --watch the server reports ready after every restart; its companions stay.
  server.process.on('message', (message) => {
    if (message?.type !== 'ready' || companions.length > 0 || server.stopping) return;
    const companionEnv = { ...env, ...addressOf(message) };
    if (watch) companions.push(launchVite(companionEnv));
    if (samples && samplesWanted()) companions.push(launchSamples(companionEnv));
  });

  const stop = () => server.stop(serverGraceMs);
  const release = onRequestToStop(stop, () => {
    for (const child of [server, ...companions]) child.kill();
  });
  const { code, signal, killed } = await server.ended;
  await Promise.all(companions.map((companion) => companion.stop(companionGraceMs)));
  release();

  if (killed) return 1;
  if (server.stopping && signal === 'SIGTERM') return 0; // asked to stop before it could listen for it
  return exitCode(code, signal);
}

function launchVite(env) {
  const port = process.env.MUSTER_WEB_PORT ?? '5173';
  const vite = fromRoot('packages/web/node_modules/vite/bin/vite.js');
  const place = ['--host', '127.0.0.1', '--port', port, '--strictPort'];
  const child = launch([vite, ...place], { cwd: fromRoot('packages/web'), env });
  child.ended.then(() => child.stopping || console.error('Vite has stopped; the server runs on.'));
  console.log(`Console with hot reload: http://127.0.0.1:${port}/?token=${env.MUSTER_TOKEN}`);
  return child;
}

function launchSamples(env) {
  // A free port: they register their address at each start, and several Musters fit on one machine.
  const port = process.env.MUSTER_SAMPLES_PORT ?? '0';
  const child = launch(['examples/agents/src/main.ts', '--port', port], { env });
  child.ended.then(
    () => child.stopping || console.error('The sample agents have stopped; the server runs on.'),
  );
  return child;
}

function samplesWanted() {
  const off = ['off', 'no', 'false', '0'].includes(
    (process.env.MUSTER_SAMPLES ?? '').toLowerCase(),
  );
  return !process.env.DATABASE_URL && !off;
}

// What a program beside the server needs to reach it.
function addressOf({ url, dataDir }) {
  const folder = path.resolve(root, dataDir);
  const token =
    process.env.MUSTER_TOKEN || fs.readFileSync(path.join(folder, 'token'), 'utf8').trim();
  return { MUSTER_URL: url, MUSTER_TOKEN: token, MUSTER_DATA: folder };
}

// A long-running child in a process group of its own: the terminal's Ctrl-C goes to us alone, and we pass
// it on in order. That it ends when we are killed is the preload's work.
function launch(args, { cwd = root, env }) {
  const child = spawn(ownNode, ['--import', preload, ...args], {
    cwd,
    env,
    detached: !onWindows, // on Windows it would open a window
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const kill = () => {
    handle.killed = true;
    try {
      if (onWindows) child.kill('SIGKILL');
      else process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  const handle = {
    process: child,
    stopping: false,
    killed: false,
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve({ code, signal, killed: handle.killed }));
    }),
    kill,
    async stop(graceMs) {
      if (!handle.stopping && child.exitCode === null && child.signalCode === null) {
        handle.stopping = true;
        // Windows has no SIGTERM; there the end of the channel says the same.
        if (onWindows) child.disconnect();
        else child.kill('SIGTERM');
        setTimeout(kill, graceMs).unref();
      }
      await handle.ended;
    },
  };
  return handle;
}

// Calls `stop` on the first request to end and `hurry` on a second one that is not an echo of the first.
function onRequestToStop(stop, hurry) {
  let requestedAt;
  const request = () => {
    const now = Date.now();
    if (requestedAt === undefined) {
      requestedAt = now;
      stop();
    } else if (now - requestedAt > samePressMs) {
      hurry();
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, request);
  // npm hands SIGTERM to the shell between us, which dies of it without a word; then our parent changes.
  const parent = process.ppid;
  const orphaned = () => process.ppid !== parent && requestedAt === undefined && request();
  const watch = process.env.npm_lifecycle_event ? setInterval(orphaned, 250).unref() : undefined;
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, request);
  };
}
