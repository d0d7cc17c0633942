import type { HonestAgent } from './agent.ts';

/** Runs one statement on the database, past Muster. */
export type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

export interface Claims {
  /** Jobs that Muster said it had. */
  readonly acknowledged: readonly string[];
  /** Statuses that a job may have ended in. */
  readonly ends: readonly string[];
  /** Agents whose effects are counted. */
  readonly agents?: readonly HonestAgent[];
}

interface Rule {
  readonly says: string;
  /** One row for each violation, with an `id`. */
  readonly text: string;
}

const open = `state IN ('ASSIGNED', 'IN_PROGRESS')`;

const rules: readonly Rule[] = [
  {
    says: 'jobs whose log versions have gaps, or do not end at the job’s version',
    text: `SELECT j.id FROM "Job" j JOIN LATERAL (
      SELECT count(*) AS n, min("jobVersion") AS first, max("jobVersion") AS last FROM "JobLog" WHERE "jobId" = j.id
    ) l ON true WHERE l.n <> j.version OR l.first IS DISTINCT FROM 1 OR l.last IS DISTINCT FROM j.version`,
  },
  {
    says: 'log rows that do not begin where the one before ended',
    text: `SELECT id FROM (
      SELECT "jobId" AS id, "previousStatus" AS was, lag("jobStatus") OVER (PARTITION BY "jobId" ORDER BY "jobVersion") AS before FROM "JobLog"
    ) l WHERE was IS DISTINCT FROM before`,
  },
  {
    says: 'jobs whose status is not their last log row’s',
    text: `SELECT j.id FROM "Job" j JOIN "JobLog" l ON l."jobId" = j.id AND l."jobVersion" = j.version WHERE l."jobStatus" <> j.status`,
  },
  {
    says: 'agents whose load is not their open assignments',
    text: `SELECT a.id FROM "Agent" a WHERE a."activeJobs" <> (SELECT count(*) FROM "Assignment" s WHERE s."agentId" = a.id AND ${open})`,
  },
  {
    says: 'agents over their capacity',
    text: `SELECT id FROM "Agent" WHERE "activeJobs" > capacity OR "activeJobs" < 0`,
  },
  {
    says: 'jobs with an agent and without exactly one open assignment, or the other way round',
    text: `SELECT j.id FROM "Job" j WHERE (j.status IN ('ASSIGNED', 'IN_PROGRESS'))::int <> (SELECT count(*) FROM "Assignment" s WHERE s."jobId" = j.id AND ${open})`,
  },
  {
    says: 'jobs completed by other than one assignment',
    text: `SELECT j.id FROM "Job" j WHERE j.status = 'COMPLETED' AND (SELECT count(*) FROM "Assignment" s WHERE s."jobId" = j.id AND s.state = 'COMPLETED') <> 1`,
  },
  {
    says: 'jobs whose attempts are not counted 1, 2, 3 …',
    text: `SELECT j.id FROM "Job" j JOIN LATERAL (
      SELECT count(*) AS n, COALESCE(max(attempt), 0) AS last FROM "Assignment" WHERE "jobId" = j.id
    ) s ON true WHERE s.n <> s.last OR s.n <> j.attempts`,
  },
];

/** Everything that must hold when the dust has settled; what does not, in sentences. */
export async function wholeTruth(
  query: Query,
  { acknowledged, ends, agents = [] }: Claims,
): Promise<string[]> {
  const problems: string[] = [];
  const tell = (says: string, ids: readonly string[]) => {
    if (ids.length > 0) problems.push(`${ids.length} ${says} (${ids.slice(0, 3).join(', ')})`);
  };
  for (const { says, text } of rules) {
    const rows = await query<{ id: string }>(text);
    tell(
      says,
      rows.map(({ id }) => id),
    );
  }
  const jobs = await query<{ id: string; status: string }>('SELECT id, status FROM "Job"');
  const known = new Map(jobs.map(({ id, status }) => [id, status]));
  tell(
    'acknowledged jobs lost',
    acknowledged.filter((id) => !known.has(id)),
  );
  if (new Set(acknowledged).size !== acknowledged.length)
    problems.push('a job was acknowledged twice');
  tell(
    `jobs that did not end as ${ends.join(' or ')}`,
    jobs.flatMap(({ id, status }) => (ends.includes(status) ? [] : [`${id} ${status}`])),
  );
  tell('jobs with two effects', repeatedEffects(agents.filter(({ mode }) => mode === 'report')));
  if (agents.length > 0) {
    const effects = countEffects(agents);
    tell(
      'jobs completed without an effect',
      jobs.flatMap(({ id, status }) => (status === 'COMPLETED' && !effects.has(id) ? [id] : [])),
    );
  }
  return problems;
}

/** Jobs that had their effect more than once, over all of these agents. */
export function repeatedEffects(agents: readonly HonestAgent[]): string[] {
  return [...countEffects(agents)].flatMap(([id, count]) => (count > 1 ? [id] : []));
}

function countEffects(agents: readonly HonestAgent[]): Map<string, number> {
  const effects = new Map<string, number>();
  for (const agent of agents)
    for (const [id, count] of agent.effects) effects.set(id, (effects.get(id) ?? 0) + count);
  return effects;
}
