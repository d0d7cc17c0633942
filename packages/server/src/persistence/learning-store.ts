import type { Position } from '@muster/domain/audit/cursor.ts';
import type { FailureClass } from '@muster/domain/job/failure.ts';
import type { JobLogStatus } from '@muster/domain/job/status.ts';
import type { Calibration } from '@muster/domain/matching/calibration.ts';
import type { MatchMethod } from '@muster/domain/matching/decision.ts';
import type {
  LearningStore,
  LoggedLesson,
  RebuildReport,
  SnapshotHead,
} from '../app/ports/learning-store.ts';
import type { Database } from './database.ts';
import { gather } from './gather.ts';
import * as sql from './learning-store.sql.ts';

interface LessonRow {
  readonly id: string;
  readonly xid: string;
  readonly seq: string;
  readonly jobId: string;
  readonly agentId: string | null;
  readonly logStatus: JobLogStatus;
  readonly at: Date;
  readonly failureClass: FailureClass | null;
  readonly method: MatchMethod | null;
  readonly firstAgentId: string | null;
  readonly takenBackFrom: string | null;
  readonly undoneBy: string | null;
  readonly title: string;
  readonly description: string | null;
}

/** How a report is kept: JSON has no dates. */
type KeptReport = Omit<RebuildReport, 'at'> & { readonly at: string };

interface LookRow {
  readonly id: number | null;
  readonly line: number;
  readonly xid: string;
  readonly seq: string;
  readonly examples: number;
  readonly calibration: Calibration | null;
  readonly rebuild: KeptReport | null;
  readonly undone: number;
  readonly requestedAt: Date | null;
  readonly failedAt: Date | null;
  readonly failure: string | null;
  readonly progress: number | null;
  readonly now: Date;
}

const pieceBytes = 512 * 1024;
/** After every position there is. */
const theEnd: Position = { xid: 2n ** 62n, seq: 2n ** 62n };

/** `matcherVersion`: only snapshots of the formula that this server runs are of use to it. */
export function createLearningStore(database: Database, matcherVersion: string): LearningStore {
  return {
    async look() {
      const [row] = await database.query<LookRow>(sql.look, [matcherVersion]);
      if (!row) throw new Error('The row that leads the matcher’s rebuilds is gone.');
      const { undone, requestedAt, failedAt, failure, progress, now } = row;
      return { newest: headOf(row), undone, requestedAt, failedAt, failure, progress, now };
    },
    async model(snapshotId) {
      const pieces: Uint8Array[] = [];
      for (let read = 0, bytes = 1; read < bytes; read += pieceBytes) {
        const [row] = await database.query<{ piece: Uint8Array; bytes: number }>(sql.modelPiece, [
          snapshotId,
          read + 1,
          pieceBytes,
        ]);
        if (!row) return null;
        pieces.push(row.piece);
        bytes = row.bytes;
      }
      return Buffer.concat(pieces);
    },
    lessons: async (logIds) =>
      (await database.query<LessonRow>(sql.lessonsById, [logIds])).map(lessonRow),
    lessonsAfter: async (after, upTo) =>
      (await database.query<LessonRow>(sql.lessonsForwards, [...place(after), ...place(upTo)])).map(
        lessonRow,
      ),
    lessonsBefore: async (before, upTo) =>
      (
        await database.query<LessonRow>(sql.lessonsBackwards, [
          ...place(before ?? theEnd),
          ...place(upTo),
        ])
      ).map(lessonRow),
    lessonsOf: gather(
      async (jobIds: readonly string[]) => {
        const rows = await database.query<LessonRow>(sql.lessonsByJob, [[...new Set(jobIds)]]);
        const byJob = Map.groupBy(rows.map(lessonRow), ({ jobId }) => jobId);
        return jobIds.map((jobId): readonly LoggedLesson[] => byJob.get(jobId) ?? []);
      },
      { maxItems: 200, maxInFlight: 2 },
    ),
    async undo(jobId, logIds, by) {
      await database.query(
        `INSERT INTO "LearningUndo" ("logId", "jobId", "undoneBy") SELECT id, $2, $3 FROM unnest($1::text[]) AS l(id) ON CONFLICT DO NOTHING`,
        [logIds, jobId, by],
      );
    },
    async requestRebuild() {
      await database.query(`UPDATE "MatcherRebuild" SET "requestedAt" = clock_timestamp()`);
    },
    async takeLease(server, forMs) {
      const [row] = await database.query<{ server: string; startedAt: Date }>(sql.takeLease, [
        server,
        forMs,
      ]);
      return row ?? null;
    },
    async keepLease({ server, startedAt }, forMs, progress) {
      const rows = await database.query(sql.keepLease, [server, startedAt, forMs, progress]);
      return rows.length > 0;
    },
    async endLease({ server, startedAt }, failure) {
      if (failure === null) await database.query(sql.dropLease, [server, startedAt]);
      else await database.query(sql.failLease, [server, startedAt, failure.slice(0, 1_000)]);
    },
    save: ({ server, startedAt }, snapshot) =>
      database.transaction(async (tx) => {
        const isRebuild = snapshot.rebuild?.at.getTime() === startedAt.getTime();
        const end = isRebuild ? sql.endRebuild : sql.endCheckpoint;
        if ((await tx.query(end, [server, startedAt])).length === 0) return false;
        await tx.query(sql.insertSnapshot, [
          matcherVersion,
          snapshot.line,
          ...place(snapshot.position),
          snapshot.model,
          json(snapshot.calibration),
          json(snapshot.rebuild),
          snapshot.examples,
        ]);
        await tx.query(sql.pruneSnapshots, [matcherVersion]);
        return true;
      }),
  };
}

const place = ({ xid, seq }: Position) => [String(xid), String(seq)] as const;
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

function lessonRow({ xid, seq, title, description, ...row }: LessonRow): LoggedLesson {
  const position = { xid: BigInt(xid), seq: BigInt(seq) };
  return { ...row, position, text: { title, description } };
}

function headOf(row: LookRow): SnapshotHead | null {
  const { id, line, xid, seq, examples, calibration, rebuild } = row;
  if (id === null) return null;
  return {
    id,
    line,
    position: { xid: BigInt(xid), seq: BigInt(seq) },
    examples,
    calibration,
    rebuild: rebuild && { ...rebuild, at: new Date(rebuild.at) },
  };
}
