import type { AgentChanges, AgentRecord, AgentStore } from '../app/ports/store.ts';
import { claimKeys } from './commit-transitions.sql.ts';
import type { Database, Sql } from './database.ts';

const insertAgent = `
INSERT INTO "Agent" (id, name, description, kind, endpoint, secret, "tokenHash", capacity, "inputSchema", instructions, model,
                     tags, "jobTagsDemanded", "jobTagsRefused", "costPerJob")
VALUES ($1, $2, $3, $4::"AgentKind", $5, $6, $7, $8, $9::json, $10, $11, $12, $13, $14, $15)`;

const insertSkills = `
INSERT INTO "Skill" ("agentId", position, name, description)
SELECT $1, s.position, s.name, s.description
FROM json_to_recordset($2::json) AS s(position int, name text, description text)`;

type AgentColumns = Omit<AgentChanges, 'skills' | 'jobTags'> & {
  readonly jobTagsDemanded?: readonly string[] | undefined;
  readonly jobTagsRefused?: readonly string[] | undefined;
};

/** Each column. `kind` is missing: an agent keeps the kind it was registered with. */
const columns = {
  name: '"name"',
  description: '"description"',
  endpoint: '"endpoint"',
  secret: '"secret"',
  tokenHash: '"tokenHash"',
  capacity: '"capacity"',
  tags: '"tags"',
  jobTagsDemanded: '"jobTagsDemanded"',
  jobTagsRefused: '"jobTagsRefused"',
  costPerJob: '"costPerJob"',
  inputSchema: '"inputSchema"',
  instructions: '"instructions"',
  model: '"model"',
  paused: '"paused"',
} as const satisfies Record<keyof AgentColumns, string>;

const fields = Object.keys(columns) as (keyof typeof columns)[];
const json = (value: unknown) =>
  value === null || value === undefined ? null : JSON.stringify(value);

/** `changed` is called after each change of an agent. */
export function createAgentStore(database: Database, changed: () => void): AgentStore {
  return {
    async insert(agent, keep) {
      const outcome = await withConstraints({ Agent_name_key: 'nameTaken' } as const, () =>
        database.transaction(async (tx) => {
          if (keep && (await tx.query(claimKeys, [JSON.stringify([keep])])).length === 0)
            return 'repeated';
          await tx.query(insertAgent, [
            agent.id,
            agent.name,
            agent.description,
            agent.kind,
            agent.endpoint,
            agent.secret,
            agent.tokenHash,
            agent.capacity,
            json(agent.inputSchema),
            agent.instructions,
            agent.model,
            agent.tags,
            agent.jobTags.demands,
            agent.jobTags.refuses,
            agent.costPerJob,
          ]);
          await writeSkills(tx, agent.id, agent.skills);
          return 'inserted';
        }),
      );
      changed();
      return outcome;
    },

    async update(agentId, { skills, jobTags, ...others }) {
      const changes: AgentColumns = {
        ...others,
        jobTagsDemanded: jobTags?.demands,
        jobTagsRefused: jobTags?.refuses,
      };
      const outcomes = {
        Agent_name_key: 'nameTaken',
        Agent_load_within_capacity: 'overloaded',
      } as const;
      const outcome = await withConstraints(outcomes, () =>
        database.transaction(async (tx) => {
          const changed = fields.filter((field) => changes[field] !== undefined);
          const set = changed.map(
            (field, n) => `${columns[field]} = $${n + 2}${field === 'inputSchema' ? '::json' : ''}`,
          );
          const rows = await tx.query(
            `UPDATE "Agent" SET ${[...set, '"updatedAt" = now()'].join(', ')} WHERE id = $1 RETURNING id`,
            [
              agentId,
              ...changed.map((field) =>
                field === 'inputSchema' ? json(changes[field]) : changes[field],
              ),
            ],
          );
          if (rows.length === 0) return 'unknown';
          if (skills) {
            await tx.query('DELETE FROM "Skill" WHERE "agentId" = $1', [agentId]);
            await writeSkills(tx, agentId, skills);
          }
          return 'updated';
        }),
      );
      changed();
      return outcome;
    },

    async byTokenHash(tokenHash) {
      const [row] = await database.query<{ id: string }>(
        'SELECT id FROM "Agent" WHERE "tokenHash" = $1',
        [tokenHash],
      );
      return row?.id ?? null;
    },
  };
}

async function writeSkills(tx: Sql, agentId: string, skills: AgentRecord['skills']): Promise<void> {
  if (skills.length === 0) return;
  await tx.query(insertSkills, [
    agentId,
    JSON.stringify(skills.map((skill, position) => ({ ...skill, position }))),
  ]);
}

/** The database is the judge of what a concurrent writer may have changed: its constraints become outcomes. */
async function withConstraints<T, R>(
  outcomes: Readonly<Record<string, R>>,
  work: () => Promise<T>,
): Promise<T | R> {
  try {
    return await work();
  } catch (error) {
    const constraint =
      error instanceof Error && 'constraint' in error ? String(error.constraint) : '';
    const outcome = outcomes[constraint];
    if (outcome === undefined) throw error;
    return outcome;
  }
}
