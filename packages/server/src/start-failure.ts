import { ConfigError } from './config.ts';
import { DiskFull } from './persistence/disk-room.ts';
import { FolderInUse } from './persistence/folder-lock.ts';
import { DatabaseUnreachable } from './persistence/postgres.ts';

/** Why Muster did not start: what an operator can mend in a sentence, anything else with its stack. */
export function sayStartFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = [ConfigError, FolderInUse, DatabaseUnreachable, DiskFull];
  if (known.some((kind) => error instanceof kind)) return error.message;
  if ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) return error.message;
  const code = 'code' in error && 'syscall' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return `${error.message}: something else listens there. Stop it, or set PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${error.message}: HOST is not an address of this machine.`;
  // Of the operating system, such as a data folder that may not be written: its message names the call and the path.
  if (typeof code === 'string') return error.message;
  return error.stack ?? error.message;
}
