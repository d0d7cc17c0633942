import { statfsSync } from 'node:fs';

/** Bytes that are free on the disk of a folder, for whoever this process runs as. */
const freeBytesOf = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

const MiB = 1024 * 1024;
/** Three segments of the write-ahead log, and what a second of writing may add before anybody looks again. */
const reserveMiB = 64;
/** What a new database takes at once. */
const newMiB = 64;
/** Free room is asked for at most this often. */
const restMs = 250;

export class DiskFull extends Error {
  override readonly name = 'DiskFull';
  readonly code = 'ENOSPC';
}

export interface DiskRoom {
  /** Throws `DiskFull` when there is too little room to write on; `isNew`: the database is still to be made. */
  check(isNew?: boolean): void;
}

/**
 * Keeps the embedded database away from the end of its disk: PostgreSQL as WebAssembly does not survive it (it neither answers nor
 * ends), so writing has to stop before. Reading goes on.
 */
export function createDiskRoom(
  folder: string,
  freeBytes: (folder: string) => number = freeBytesOf,
  elapsed: () => number = () => performance.now(),
): DiskRoom {
  let free = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  return {
    check(isNew = false) {
      if (elapsed() - askedAt >= restMs) {
        askedAt = elapsed();
        free = freeBytes(folder);
      }
      const neededMiB = isNew ? reserveMiB + newMiB : reserveMiB;
      if (free >= neededMiB * MiB) return;
      throw new DiskFull(
        `The disk of ${folder} has ${Math.floor(free / MiB)} MiB left, and the embedded database needs ${neededMiB}: make room, or set MUSTER_DATA to a folder on another disk.`,
      );
    },
  };
}

/** Whether a statement may write: what only reads needs no room. */
export const mayWrite = (statement: string): boolean =>
  /\b(INSERT|UPDATE|DELETE|CREATE|ALTER|TRUNCATE)\b/.test(statement);
