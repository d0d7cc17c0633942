import type { PrismaClient } from '@muster/prisma/client.ts';
import { jobWhere } from '@muster/schema/job-where.ts';
import type { Batches, HeldBatch, SelectedJob } from '../app/ports/batches.ts';
import {
  cancelBatch,
  cancelItems,
  extendBatch,
  failedOf,
  insertBatch,
  keepSolution,
  lockBatch,
  openItems,
  releaseBatch,
  settleItems,
  takeBatch,
} from './batch-store.sql.ts';
import { claimKeys } from './commit-transitions.sql.ts';
import { type CommitMany, isRefusedData } from './commit-transitions.ts';
import type { Database, Sql } from './database.ts';
import { looksLikeId } from './reads.ts';

/** Thrown to roll a transaction back whose batch is not this server's any more. */
class Gone extends Error {}

export function createBatchStore(
  database: Database,
  prisma: PrismaClient,
  commitMany: CommitMany,
): Batches {
  return {
    async matching(filter, limit) {
      const where = jobWhere(filter);
      const jobs = await prisma.job.findMany({
        where,
        select: { id: true, version: true },
        orderBy: [{ priority: 'desc' }, { createdAt: 'asc' }, { id: 'asc' }],
        take: limit + 1,
      });
      if (jobs.length <= limit) return { jobs, total: jobs.length };
      return { jobs: jobs.slice(0, limit), total: await prisma.job.count({ where }) };
    },
    known: (ids) =>
      database.query<SelectedJob>(
        'SELECT id, version FROM "Job" WHERE id = ANY($1) ORDER BY priority DESC, "createdAt", id',
        [ids.filter(looksLikeId)],
      ),
    async insert({ jobIds, ...batch }, keep) {
      const values = [JSON.stringify(batch), jobIds];
      const inserted = await (keep === undefined
        ? database.query(insertBatch, values).then(() => true)
        : database.transaction(async (tx) => {
            if ((await tx.query(claimKeys, [JSON.stringify([keep])])).length === 0) return false;
            await tx.query(insertBatch, values);
            return true;
          }));
      if (inserted) database.announce();
      return inserted ? 'inserted' : 'repeated';
    },
    async take(server, forMs) {
      const [batch] = await database.query<HeldBatch>(takeBatch, [server, forMs]);
      return batch ?? null;
    },
    async extend({ batchId, server, forMs }) {
      return (await database.query(extendBatch, [batchId, server, forMs])).length > 0;
    },
    async release(batchId, server) {
      await database.query(releaseBatch, [batchId, server]);
      database.announce();
    },
    open: (batchId, after, limit) => database.query(openItems, [batchId, after, limit]),
    async settle({ batchId, server, forMs }, changes, say) {
      const isOurs = async (tx: Sql) => {
        if ((await tx.query(lockBatch, [batchId, server])).length === 0) throw new Gone();
      };
      try {
        await commitMany(changes, {
          first: isOurs,
          last: async (tx, outcomes) => {
            await tx.query(settleItems, [batchId, JSON.stringify(say(outcomes)), forMs]);
          },
        });
        return 'settled';
      } catch (error) {
        if (error instanceof Gone) return 'gone';
        if (isRefusedData(error)) return 'refused';
        throw error;
      }
    },
    async keepSolution({ batchId, server }, solution) {
      await database.query(keepSolution, [batchId, server, JSON.stringify(solution)]);
      database.announce();
    },
    async cancel(batchId) {
      if (!looksLikeId(batchId)) return 'unknown';
      const cancelled = await database.transaction(async (tx) => {
        if ((await tx.query(cancelBatch, [batchId])).length === 0) return false;
        await tx.query(cancelItems, [batchId]);
        return true;
      });
      if (cancelled) {
        database.announce();
        return 'cancelled';
      }
      const known = await database.query('SELECT id FROM "Batch" WHERE id = $1', [batchId]);
      return known.length > 0 ? 'ended' : 'unknown';
    },
    async failed(batchId) {
      if (!looksLikeId(batchId)) return null;
      type Row = NonNullable<Awaited<ReturnType<Batches['failed']>>>;
      const [row] = await database.query<Row>(failedOf, [batchId]);
      return row ?? null;
    },
  };
}
