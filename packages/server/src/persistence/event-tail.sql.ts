import type { JobEvent } from '@muster/schema/context.ts';
import type { Prepared } from './database.ts';

/** A row of the log, as an event. */
export interface Row {
  readonly xid: string;
  readonly seq: string;
  readonly logId: string;
  readonly jobId: string;
  readonly agentId: string | null;
  readonly status: JobEvent['status'];
  readonly previousStatus: JobEvent['previousStatus'];
  readonly logStatus: JobEvent['logStatus'];
}

/** What stands in for the rows when there are none. */
export interface NoRow {
  readonly xid: null;
}

/** Rows that are read at a time. */
export const pageSize = 500;

/**
 * Rows in commit order, or one without a position when there are none, with whether there are committed rows that must
 * wait for an older transaction. A transaction's rows carry its id, and ids are given out before commit: a row
 * may only be read once every transaction with a lower id has ended, or one that commits late would be
 * skipped for good. `pg_snapshot_xmin` is the lowest id still open.
 */
const readAfter = (name: string, ofJob: string, inOrder: string): Prepared => ({
  name,
  text: `
SELECT x.waiting, l.xid::text, l.seq::text, l.id AS "logId", l."jobId", l."agentId", l."jobStatus" AS status, l."previousStatus", l.status AS "logStatus"
FROM (
  SELECT m.min, COALESCE((SELECT w.xid FROM "JobLog" w ORDER BY w.xid DESC, w.seq DESC LIMIT 1) >= m.min, false) AS waiting
  FROM (SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint AS min) m
) x
LEFT JOIN LATERAL (
  SELECT * FROM "JobLog" l
  WHERE (l.xid, l.seq) > ($1::bigint, $2::bigint) AND l.xid < x.min ${ofJob}
  ORDER BY ${inOrder} LIMIT ${pageSize}
) l ON true
ORDER BY l.xid, l.seq`,
});

export const readAllAfter = readAfter('events-after', '', 'l.xid, l.seq');
/** By the index of a job's versions: they are in commit order, since each waits for the one before. */
export const readJobAfter = readAfter(
  'events-of-job-after',
  'AND l."jobId" = $3',
  'l."jobVersion"',
);

/** The last row that may be read now, and those that are committed but must wait for an older transaction. */
export const readHead: Prepared = {
  name: 'events-head',
  text: `
SELECT h.xid::text AS xid, h.seq::text AS seq, x.next::text AS next,
       ARRAY(SELECT w.id FROM "JobLog" w WHERE w.xid >= x.min) AS waiting
FROM (SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint AS min,
             (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint AS next) x
LEFT JOIN LATERAL (
  SELECT l.xid, l.seq FROM "JobLog" l WHERE l.xid < x.min ORDER BY l.xid DESC, l.seq DESC LIMIT 1
) h ON true`,
};
