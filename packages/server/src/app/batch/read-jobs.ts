import type { Reads, StoredJob } from '../ports/store.ts';

/** Jobs have inputs of up to 256 KiB: so many are in memory at a time. */
export const pieceSize = 500;

/** None is ever deleted, so each that was found before is there. */
export async function readJobs(
  { reads }: { readonly reads: Pick<Reads, 'job'> },
  ids: readonly string[],
): Promise<readonly StoredJob[]> {
  const jobs = await Promise.all(ids.map((id) => reads.job(id)));
  return jobs.filter((job) => job !== null);
}
