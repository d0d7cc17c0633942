import type pg from 'pg';
import type { Round } from './closed-loop.ts';

/** What each job brings along. */
export const jobInputs = {
  text: 'Muster matches each job to the agent that can do it, and keeps a record of why. '.repeat(
    3,
  ),
};

const agentCount = 20;
/** The most that an agent may have: together they have room for every job of a series. */
const capacity = 10_000;

export const jobId = (n: number): string => `job-${String(n).padStart(7, '0')}`;
/** The agents take turns. */
export const agentId = (n: number): string => `agent-${(n % agentCount) + 1}`;

/** Jobs `first` to `first + count - 1`, all pending. */
export interface PendingJobs {
  readonly first: number;
  readonly count: number;
}

/** The pending jobs of one database, to be used up round by round. */
export class JobSupply {
  readonly #pool: pg.Pool;
  #first = 0;
  #count = 0;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /**
   * Agents that are called at an endpoint; without one they come for their work by themselves, so that nothing is called
   * when a job is assigned.
   */
  async addAgents({ endpoint }: { readonly endpoint?: string } = {}): Promise<void> {
    await this.#pool.query(
      `INSERT INTO "Agent" (id, name, description, kind, capacity, endpoint, secret)
       SELECT 'agent-' || n, 'reader-' || n, 'Reads reports and letters and says what is in them.',
              $3::"AgentKind", $2, $4, $5
       FROM generate_series(1, $1::int) n`,
      [
        agentCount,
        capacity,
        ...(endpoint
          ? ['HTTP', endpoint, `whsec_${btoa('a secret of the bench')}`]
          : ['PULL', null, null]),
      ],
    );
    await this.#pool.query(
      `INSERT INTO "Skill" ("agentId", position, name, description)
       SELECT a.id, s.position, s.name, s.description FROM "Agent" a CROSS JOIN (VALUES
         (0, 'summary', 'A text in three sentences'),
         (1, 'keywords', 'What a text is about'),
         (2, 'translation', 'English, French and German')) s(position, name, description)`,
    );
  }

  /**
   * Empties the tables and adds pending jobs, so that each series begins alike. The jobs come without the
   * log row of their creation: the live tail would read all of them during the first rounds.
   */
  async refill(count: number): Promise<void> {
    this.#first = 0;
    this.#count = Math.min(Math.ceil(count), agentCount * capacity);
    // The log refuses to be emptied, everywhere but on a database that is the bench's own.
    await this.#pool.query(`
      ALTER TABLE "JobLog" DISABLE TRIGGER "JobLog_never_emptied";
      TRUNCATE "MatchDecision", "Assignment", "JobLog", "Job" CASCADE;
      ALTER TABLE "JobLog" ENABLE TRIGGER "JobLog_never_emptied"`);
    await this.#pool.query(
      `UPDATE "Agent" SET "activeJobs" = 0, "consecutiveFailures" = 0, "circuitOpenings" = 0, "cooldownUntil" = NULL`,
    );
    await this.#pool.query(
      `INSERT INTO "Job" (id, title, description, inputs, "requiredSkills")
       SELECT 'job-' || lpad(n::text, 7, '0'), 'Summarise report ' || n, 'Three sentences and the keywords.', $2, '{summary}'
       FROM generate_series(0, $1::int - 1) n`,
      [this.#count, jobInputs],
    );
    await this.#pool.query('VACUUM ANALYZE "Job"');
    await this.#pool.query('VACUUM ANALYZE "Agent"');
  }

  /** Runs one round on the jobs that are left; each call of it assigns one, in order. */
  async use(run: (jobs: PendingJobs) => Promise<Round>): Promise<Round> {
    const round = await run({ first: this.#first, count: this.#count - this.#first });
    this.#first += round.done;
    if (round.done === 0) throw new Error('The jobs ran out before the rounds did.');
    return round;
  }

  /** Throws unless every call since the refill assigned its job, with one log row and one open assignment. */
  async verify(): Promise<void> {
    const { rows } = await this.#pool.query<Record<'jobs' | 'logs' | 'assignments', number>>(
      `SELECT (SELECT count(*)::int FROM "Job" WHERE status = 'ASSIGNED' AND version = 2) AS jobs,
              (SELECT count(*)::int FROM "JobLog" WHERE status = 'ASSIGNED' AND "jobVersion" = 2) AS logs,
              (SELECT count(*)::int FROM "Assignment" WHERE state = 'ASSIGNED') AS assignments`,
    );
    const [found] = rows;
    const expected = this.#first;
    if (found && Object.values(found).every((count) => count === expected)) return;
    throw new Error(
      `${expected} assignments were answered, but the database has ${JSON.stringify(found)}.`,
    );
  }
}
