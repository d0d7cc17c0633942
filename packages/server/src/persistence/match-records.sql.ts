import type { QualityKey } from '@muster/schema/matching-answers.ts';

/**
 * What became of the decisions that `decisions` selects. One that an operator overrode: by hand it is one that did not follow the
 * score; of the matcher's own, one that was taken back and given to another agent by hand.
 */
const judged = (decisions: string): string => `
WITH made AS MATERIALIZED (
  SELECT d."jobId", d."jobVersion", d."createdAt", d.method::text, d."winnerAgentId", d."firstAgentId", d.confidence,
         d."matcherVersion", d."policyVersion", s.state::text, s.attempt
  FROM "MatchDecision" d JOIN "Assignment" s ON s.id = d."assignmentId"
  ${decisions}
), judged AS MATERIALIZED (
  SELECT m.*,
    m.state = 'COMPLETED' AND (m.attempt = 1 OR NOT EXISTS (
      SELECT 1 FROM "JobLog" earlier
      WHERE earlier."jobId" = m."jobId" AND earlier.status = 'ASSIGNED' AND earlier."jobVersion" < m."jobVersion"
        AND earlier."jobVersion" > COALESCE((
          SELECT max(put."jobVersion") FROM "JobLog" put
          WHERE put."jobId" = m."jobId" AND put."jobVersion" < m."jobVersion" AND put."jobStatus" = 'PENDING'
            AND put."previousStatus" IN ('FAILED', 'REJECTED', 'RESUBMISSION_REQUIRED')), 0)
    )) AS "completedAtFirst",
    CASE WHEN m.method = 'MANUAL' THEN COALESCE(m."firstAgentId" <> m."winnerAgentId", false)
         ELSE m.state = 'CANCELLED' AND EXISTS (
           SELECT 1 FROM "Assignment" n JOIN "MatchDecision" nd ON nd."assignmentId" = n.id
           WHERE n."jobId" = m."jobId" AND n.attempt = m.attempt + 1 AND nd.method = 'MANUAL' AND n."agentId" <> m."winnerAgentId")
    END AS overridden
  FROM made m
)`;

const counts = `
count(*)::int AS decisions,
count(*) FILTER (WHERE "completedAtFirst")::int AS "completedAtFirst",
count(*) FILTER (WHERE overridden)::int AS overridden,
count(*) FILTER (WHERE state = 'REJECTED')::int AS rejected,
count(*) FILTER (WHERE state IN ('FAILED', 'EXPIRED'))::int AS failed,
count(*) FILTER (WHERE state IN ('ASSIGNED', 'IN_PROGRESS'))::int AS open,
avg(confidence) AS "meanConfidence"`;

const maxRows = 400;

interface Grouping {
  readonly key: string;
  /** For people; the key itself when absent. */
  readonly label?: string;
  readonly join?: string;
  readonly order?: string;
}

const groupings: Readonly<Record<QualityKey, Grouping>> = {
  AGENT: {
    key: 'judged."winnerAgentId"',
    label: 'max(a.name)',
    join: 'JOIN "Agent" a ON a.id = judged."winnerAgentId"',
  },
  SKILL: {
    key: `COALESCE(skill, '')`,
    label: `COALESCE(max(skill), 'no skill required')`,
    join: `JOIN "Job" j ON j.id = judged."jobId" LEFT JOIN LATERAL (SELECT DISTINCT unnest(j."requiredSkills") AS skill) r ON true`,
  },
  MATCHER_VERSION: { key: 'judged."matcherVersion"' },
  POLICY_VERSION: {
    key: 'judged."policyVersion"::text',
    label: `CASE WHEN max(judged."policyVersion") = 0 THEN 'built in' ELSE 'version ' || max(judged."policyVersion") END`,
  },
  DAY: {
    key: `to_char(judged."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
    order: 'key',
  },
  METHOD: { key: 'judged.method' },
};

/** `$1`, `$2`: from and to. The row without a key is all of them together. */
export function qualityBy(by: QualityKey): string {
  const { key, label = key, join = '', order = 'decisions DESC, key' } = groupings[by];
  return `${judged('WHERE d."createdAt" >= $1 AND d."createdAt" < $2')}
SELECT * FROM (
  SELECT NULL AS key, NULL AS label, ${counts} FROM judged
  UNION ALL
  SELECT ${key}, ${label}, ${counts} FROM judged ${join} GROUP BY ${key}
) q ORDER BY key IS NOT NULL, ${order} LIMIT ${maxRows} + 1`;
}

/** A job that was simply taken back says nothing of whether its agent was right. */
export const reliability = `${judged(`
  WHERE d.confidence IS NOT NULL AND d.method <> 'MANUAL' AND d."createdAt" > now() - interval '30 days' AND s."endedAt" IS NOT NULL
  ORDER BY d."createdAt" DESC LIMIT 10000`)}
SELECT LEAST(width_bucket(confidence, 0, 1, 10), 10) AS bin, count(*)::int AS decisions, avg(confidence) AS "meanConfidence",
       avg("completedAtFirst"::int)::float8 AS "shareRight"
FROM judged WHERE state <> 'CANCELLED' OR overridden
GROUP BY 1 ORDER BY 1`;

/**
 * The matcher's newest decisions, with the parts of the scores of those who could have had the job: without what the filters said of
 * the others, which is most of what is kept. Not among them: an agent that merely goes on after a passing fault, and decisions from
 * before it was kept how likely any agent fits.
 */
export const newestDecisions = `
SELECT d.id, d."jobId", d.method::text, d.outcome::text, d."winnerAgentId", d.confidence, d."anyFits",
       -- The first ones kept an array of whole candidates.
       (CASE json_typeof(d.candidates) WHEN 'array' THEN d.candidates ELSE json_build_object(
         'weights', d.candidates->'weights', 'filters', json_build_array(),
         'candidates', (SELECT COALESCE(json_agg(c ORDER BY n), '[]')
                        FROM json_array_elements(d.candidates->'candidates') WITH ORDINALITY AS e(c, n) WHERE c->'refused' IS NULL)) END)::text AS candidates
FROM (
  SELECT * FROM "MatchDecision" WHERE "anyFits" IS NOT NULL ORDER BY "createdAt" DESC, id DESC LIMIT $1
) d
ORDER BY d."createdAt" DESC, d.id DESC`;
