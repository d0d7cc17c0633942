import { createHash } from 'node:crypto';
import { realpath, unlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * Holds a folder for one process at a time by listening on a local socket named after it.
 * The kernel closes the socket with the process, also on SIGKILL, so there is no stale lock to judge
 * by process id or age. Linux (abstract socket) and Windows (pipe) leave no file behind; elsewhere a
 * file may stay, and is taken over when nobody answers on it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = `muster-${createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 32)}`;
  const address =
    process.platform === 'linux'
      ? `\0${name}`
      : process.platform === 'win32'
        ? `\\\\.\\pipe\\${name}`
        : join(tmpdir(), `${name}.sock`);
  const leavesFile = process.platform !== 'linux' && process.platform !== 'win32';

  const server = createServer((socket) => socket.destroy());
  const listen = () =>
    new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
      );
      server.listen(address, () => resolve(true));
    });

  let held = await listen();
  if (!held && leavesFile && !(await answers(address))) {
    await unlink(address);
    held = await listen();
  }
  if (!held) {
    throw new FolderInUse(
      `Another Muster is running on the data folder ${folder}. Stop it first, or set MUSTER_DATA to another folder. ` +
        'Several servers need PostgreSQL: set DATABASE_URL.',
    );
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}
