import type { DecisionRecord } from '@muster/domain/matching/decision.ts';

/** How the log and the caller are told of a decision that gave a job to nobody. */
export function leftToPerson({ outcome, reason }: DecisionRecord) {
  return outcome === 'NEEDS_DECISION'
    ? ({
        event: 'needsDecision',
        code: 'NEEDS_DECISION',
        message: `Needs a decision: ${reason}`,
      } as const)
    : ({ event: 'matchingFailed', code: 'NO_AGENT_MATCHED', message: reason } as const);
}

const toldCandidates = 20;

/** What the log keeps of it: who could have had the job, and what kept the others from it. */
export const standing = ({ candidates }: DecisionRecord) => ({
  candidates: candidates.slice(0, toldCandidates).map(({ agentId, verdicts }) => ({
    agentId,
    reasons: verdicts.flatMap((verdict) => (verdict.passed ? [] : [verdict.reason])),
  })),
});
