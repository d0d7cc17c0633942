import { randomUUID } from 'node:crypto';
import { keepCandidates } from '../packages/domain/src/matching/kept-decision.ts';

// What raw SQL writes of an assignment, as long as what Muster writes.

/** Ids that sort by time, as Muster's do: rows written together lie together in their indexes. */
export function sortedIds(): () => string {
  const began = Date.now().toString(36);
  let made = 0;
  return () => {
    made += 1;
    return `${began}${String(made).padStart(9, '0')}${randomUUID().slice(0, 8)}`;
  };
}

const filters = ['available', 'capacity', 'skills', 'tags', 'inputs', 'untried'];
const components = ['fit', 'load', 'success'];
const value = 0.8123457;

/** Five candidates, as Muster keeps them of an assignment by hand. */
export const keptCandidates = JSON.stringify(
  keepCandidates(
    Array.from({ length: 5 }, (_, n) => ({
      agentId: `agent-${n + 1}`,
      eligible: true,
      verdicts: filters.map((filter) => ({ filter, passed: true, reason: null })),
      score: value,
      components: components.map((name) => ({ name, value, weight: 0.1 })),
      likelihood: value,
    })),
  ),
);
