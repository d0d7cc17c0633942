import { ok } from '@muster/domain/job/errors.ts';
import { changePolicy } from '@muster/domain/matching/change-policy.ts';
import { raised } from '@muster/domain/matching/choose.ts';
import { checkPolicy, type MatchingPolicy } from '@muster/domain/matching/policy.ts';
import { type Replayed, replayDecision } from '@muster/domain/matching/replay.ts';
import { checkInteger } from '@muster/domain/validation/check-text.ts';
import type { Commands } from '@muster/schema/context.ts';
import type { Experience } from './learn-from-log.ts';
import type { MatchRecords, ReplayableDecision } from './ports/match-records.ts';
import type { PolicyStore } from './ports/policy-store.ts';
import { invalid } from './refusals.ts';
import { inSlices } from './time-slices.ts';

export interface ReplayPorts {
  readonly records: Pick<MatchRecords, 'newest'>;
  readonly policies: PolicyStore;
  readonly experience: () => Experience;
  readonly elapsed: () => number;
}

const maxDecisions = 1_000;
const shownChanges = 100;

/** What the newest decisions would have been under a changed policy; writes nothing. */
export function createReplayMatching({
  records,
  policies,
  experience,
  elapsed,
}: ReplayPorts): Commands['replayMatching'] {
  return async ({ change, last }) => {
    const began = elapsed();
    const changed = changePolicy(await policies.newest(), change);
    const issues = [...checkPolicy(changed), ...checkInteger('last', last, 1, maxDecisions)];
    if (issues.length > 0) return invalid(issues);
    const policy = raised(changed, experience().calibration.assignFrom);
    const decisions = await records.newest(last);
    const changes = await inSlices(changesOf(decisions, policy), elapsed);
    const changedTo = (outcome: Replayed['outcome']) =>
      changes.filter(({ kept, replayed }) => {
        return replayed.outcome === outcome && kept.outcome !== outcome;
      }).length;
    return ok({
      decisions: decisions.length,
      changed: changes.length,
      toDecision: changedTo('NEEDS_DECISION'),
      toNobody: changedTo('NO_AGENT'),
      changes: changes.slice(0, shownChanges).map(({ kept, replayed }) => ({
        ...replayed,
        decisionId: kept.id,
        jobId: kept.jobId,
        fromAgentId: kept.winnerAgentId,
        toAgentId: replayed.winnerAgentId,
      })),
      tookMs: Math.round(elapsed() - began),
    });
  };
}

interface Change {
  readonly kept: ReplayableDecision;
  readonly replayed: Replayed;
}

function* changesOf(
  decisions: readonly ReplayableDecision[],
  policy: MatchingPolicy,
): Generator<undefined, readonly Change[]> {
  const changes: Change[] = [];
  for (const kept of decisions) {
    const replayed = replayDecision(kept, policy);
    if (replayed.changed) changes.push({ kept, replayed });
    yield;
  }
  return changes;
}
