// `node --watch` for stack.mjs. The watching process itself runs no preload and ignores the end of its IPC
// channel, so it would outlive a killed parent; this small process stands between and takes it along.
import { spawn } from 'node:child_process';

const preload = new URL('leave-with-parent.mjs', import.meta.url).href;
const flags = ['--watch', '--watch-preserve-output', '--import', preload];
const watcher = spawn(process.execPath, [...flags, ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});

watcher.on('message', (message) => process.send?.(message));
watcher.on('exit', (code) => process.exit(code ?? 0));
process.on('SIGTERM', () => watcher.kill('SIGTERM'));
