import { teachingStatuses } from '@muster/domain/matching/lesson.ts';
import type { Prepared } from './database.ts';

/** Rows that are read at a time. */
export const lessonPage = 500;

/** More characters of a description than the matcher reads words (packages/domain/src/matching/features.ts). */
const readCharacters = 8_000;

const statuses = teachingStatuses.map((status) => `'${status}'`).join(', ');

/**
 * What may teach something, with the text of its job. Of assignments only those by hand: the matcher’s own choice says nothing. A page
 * of the log is cut before anything is joined to it: otherwise each page would read all that is left of the log. Most rows are
 * completions, for which neither the assignment nor its decision need be looked up: their joins find a null key.
 */
const lessons = (name: string, where: string, order: string, limit = ''): Prepared => ({
  name,
  text: `
SELECT l.id, l.xid::text, l.seq::text, l."jobId", l."agentId", l.status AS "logStatus", l."createdAt" AS at,
       s."failureClass", d.method, d."firstAgentId", bd."winnerAgentId" AS "takenBackFrom", u."undoneBy",
       j.title, left(j.description, ${readCharacters}) AS description
FROM (
  SELECT * FROM "JobLog" l
  WHERE ${where} AND l.status IN (${statuses}) AND (l.status <> 'ASSIGNED' OR EXISTS (
    SELECT FROM "MatchDecision" d WHERE d."assignmentId" = l."assignmentId" AND d.method = 'MANUAL'))
  ORDER BY ${order} ${limit}
) l
JOIN "Job" j ON j.id = l."jobId"
LEFT JOIN "Assignment" s ON s.id = CASE WHEN l.status <> 'COMPLETED' THEN l."assignmentId" END
LEFT JOIN "MatchDecision" d ON d."assignmentId" = CASE WHEN l.status = 'ASSIGNED' THEN l."assignmentId" END
LEFT JOIN "Assignment" b ON b."jobId" = d."jobId" AND b.attempt = s.attempt - 1 AND b.state = 'CANCELLED'
LEFT JOIN "MatchDecision" bd ON bd."assignmentId" = b.id AND bd.method <> 'MANUAL'
LEFT JOIN "LearningUndo" u ON u."logId" = l.id
ORDER BY ${order}`,
});

export const lessonsById = lessons('lessons-by-id', 'l.id = ANY($1)', 'l.xid, l.seq');
export const lessonsByJob = lessons('lessons-by-job', 'l."jobId" = ANY($1)', 'l.xid, l.seq');
const page = `LIMIT ${lessonPage}`;
export const lessonsForwards = lessons(
  'lessons-forwards',
  '(l.xid, l.seq) > ($1::bigint, $2::bigint) AND (l.xid, l.seq) <= ($3::bigint, $4::bigint)',
  'l.xid, l.seq',
  page,
);
export const lessonsBackwards = lessons(
  'lessons-backwards',
  '(l.xid, l.seq) < ($1::bigint, $2::bigint) AND (l.xid, l.seq) <= ($3::bigint, $4::bigint)',
  'l.xid DESC, l.seq DESC',
  page,
);

export const look: Prepared = {
  name: 'learning-look',
  text: `
SELECT n.id, n.line, n.xid::text, n.seq::text, n.examples, n.calibration, n.rebuild,
       (SELECT count(*)::int FROM "LearningUndo") AS undone, r."requestedAt", r."failedAt", r.failure,
       CASE WHEN r."leaseUntil" > now() THEN r.progress END AS progress, now() AS now
FROM "MatcherRebuild" r
LEFT JOIN LATERAL (
  SELECT * FROM "MatcherSnapshot" WHERE "matcherVersion" = $1 ORDER BY line DESC, xid DESC, seq DESC LIMIT 1
) n ON true`,
};

/** In pieces: the driver turns each into bytes at one go, on the event loop. */
export const modelPiece = `
SELECT substring(model FROM $2::int FOR $3::int) AS piece, length(model) AS bytes FROM "MatcherSnapshot" WHERE id = $1`;

export const takeLease = `
UPDATE "MatcherRebuild" SET server = $1, "startedAt" = clock_timestamp(), "leaseUntil" = now() + $2 * interval '1 ms', progress = 0
WHERE "leaseUntil" IS NULL OR "leaseUntil" < now()
RETURNING server, "startedAt"`;

const isMine = `server = $1 AND "startedAt" = $2`;

export const keepLease = `
UPDATE "MatcherRebuild" SET "leaseUntil" = now() + $3 * interval '1 ms', progress = $4 WHERE ${isMine} RETURNING id`;

/** Whoever asks while a rebuild is under way wants another one: it began without what they know. */
const answered = `"requestedAt" = CASE WHEN "requestedAt" > "startedAt" THEN "requestedAt" END`;

export const failLease = `
UPDATE "MatcherRebuild" SET "leaseUntil" = NULL, ${answered}, "failedAt" = now(), failure = $3 WHERE ${isMine}`;

export const dropLease = `UPDATE "MatcherRebuild" SET "leaseUntil" = NULL WHERE ${isMine}`;

export const endRebuild = `
UPDATE "MatcherRebuild" SET "leaseUntil" = NULL, ${answered}, "failedAt" = NULL, failure = NULL WHERE ${isMine} RETURNING id`;

export const endCheckpoint = `${dropLease} RETURNING id`;

export const insertSnapshot = `
INSERT INTO "MatcherSnapshot" ("matcherVersion", line, xid, seq, model, calibration, rebuild, examples)
VALUES ($1, $2, $3, $4, $5, $6::json, $7::json, $8)
ON CONFLICT DO NOTHING`;

/** Other formulas’ snapshots stay for a week: servers of two versions may be at work while one replaces the other. */
export const pruneSnapshots = `
DELETE FROM "MatcherSnapshot" s
WHERE (s."matcherVersion" <> $1 AND s."createdAt" < now() - interval '7 days')
   OR (s."matcherVersion" = $1 AND s.id NOT IN (
     SELECT id FROM "MatcherSnapshot" WHERE "matcherVersion" = $1 ORDER BY line DESC, xid DESC, seq DESC LIMIT 3))`;
