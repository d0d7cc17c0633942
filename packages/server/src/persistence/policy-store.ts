import { builtInPolicy, storedPolicy } from '@muster/domain/matching/change-policy.ts';
import type { PolicyStore } from '../app/ports/policy-store.ts';
import type { Database, Prepared } from './database.ts';

const newestPolicy: Prepared = {
  name: 'newest-policy',
  text: 'SELECT version, policy FROM "MatchingPolicy" ORDER BY version DESC LIMIT 1',
};

const insertPolicy = `
INSERT INTO "MatchingPolicy" (version, policy, note, "createdBy") VALUES ($1, $2::json, $3, $4)
ON CONFLICT (version) DO NOTHING RETURNING version`;

/** `refresh` is to be called about once a second: it is how this server learns what another one changed. */
export async function createPolicyStore(
  database: Database,
): Promise<PolicyStore & { refresh(): Promise<void> }> {
  let current = builtInPolicy;
  const newest = async () => {
    const [row] = await database.query<{ version: number; policy: unknown }>(newestPolicy);
    // Versions only grow: a look that was answered late changes nothing.
    if (row && row.version > current.version) current = storedPolicy(row.version, row.policy);
    return current;
  };
  await newest();

  return {
    current: () => current,
    newest,
    async insert({ version, policy, note, createdBy }) {
      const rows = await database.query(insertPolicy, [
        version,
        JSON.stringify(policy),
        note,
        createdBy,
      ]);
      await newest();
      return rows.length > 0;
    },
    async refresh() {
      await newest();
    },
  };
}
