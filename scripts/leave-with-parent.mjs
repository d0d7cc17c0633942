// Preloaded (`node --import`) into every long-running child of scripts/stack.mjs.
// The IPC channel closes when the parent dies, however it dies: SIGKILL runs no handler there, but it
// does close the channel. The child then ends as it would on SIGTERM, and if that hangs, it just ends.
const graceMs = 40_000;

if (process.channel) {
  process.once('disconnect', () => {
    if (process.platform === 'win32') setTimeout(() => process.exit(0), 2_000).unref();
    else process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), graceMs).unref();
  });
  // Listening for the end of the channel must not keep a child alive that has nothing left to do.
  process.channel.unref();
}
