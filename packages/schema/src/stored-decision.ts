import { readCandidates, readUsage } from '@muster/domain/matching/kept-decision.ts';
import type { DecisionOfJob, StoredDecision } from './context.ts';

/** A row of MatchDecision in the domain's terms. */
export const decisionOf = (row: StoredDecision): DecisionOfJob => ({
  ...row,
  candidates: readCandidates(row.candidates),
  usage: readUsage(row.usage),
});
