import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose } from './choose.ts';
import type { MatchCandidate } from './decision.ts';
import { defaultPolicy, type MatchingPolicy } from './policy.ts';
import { type KeptDecision, replayDecision } from './replay.ts';
import { rescore } from './score.ts';

/** A candidate with these parts; its score by the default weights. */
function candidate(
  agentId: string,
  parts: { fit: number; load: number },
  likelihood: number,
): MatchCandidate {
  const bare = {
    agentId,
    eligible: true,
    verdicts: [],
    score: 0,
    components: Object.entries(parts).map(([name, value]) => ({ name, value, weight: 0 })),
    likelihood,
  };
  return rescore([bare], defaultPolicy)[0] as MatchCandidate;
}

/** What was decided about these candidates under the default policy. */
function decided(candidates: readonly MatchCandidate[], anyFits = 0.9): KeptDecision {
  const ranked = rescore(candidates, defaultPolicy);
  const { outcome, first, confidence } = choose(ranked, anyFits, defaultPolicy);
  const winnerAgentId = outcome === 'ASSIGN' ? (first?.agentId ?? null) : null;
  return { method: 'SCORED', outcome, winnerAgentId, confidence, anyFits, candidates: ranked };
}

const idleStranger = candidate('stranger', { fit: 0.1, load: 1 }, 0.1);
const busyExpert = candidate('expert', { fit: 0.9, load: 0 }, 0.8);
const loadOnly: MatchingPolicy = {
  ...defaultPolicy,
  weights: { fit: 0, load: 1, success: 0, latency: 0, cost: 0 },
  assignAbove: 0,
};

describe('a decision under another policy', () => {
  test('goes to whom the new weights put first', () => {
    const kept = decided([idleStranger, busyExpert]);
    expect(kept.winnerAgentId).toBe('expert');
    expect(replayDecision(kept, loadOnly)).toMatchObject({
      outcome: 'ASSIGN',
      winnerAgentId: 'stranger',
      changed: true,
      fromScore: busyExpert.score,
      toScore: 1,
      confidence: 0.1,
    });
  });

  test('goes to a person when more sureness is asked, and to nobody when more is refused', () => {
    const kept = decided([idleStranger, busyExpert]);
    expect(replayDecision(kept, { ...defaultPolicy, assignAbove: 0.81 })).toMatchObject({
      outcome: 'NEEDS_DECISION',
      winnerAgentId: null,
      changed: true,
    });
    expect(replayDecision(kept, { ...defaultPolicy, refuseBelow: 0.91 })).toMatchObject({
      outcome: 'NO_AGENT',
      winnerAgentId: null,
      changed: true,
    });
  });

  test('keeps a model’s choice where the score is not sure, as long as the model was sure enough', () => {
    const kept: KeptDecision = {
      ...decided([idleStranger, busyExpert]),
      method: 'MODEL',
      outcome: 'ASSIGN',
      winnerAgentId: 'stranger',
      confidence: 0.7,
    };
    const unsure = { ...defaultPolicy, assignAbove: 0.95 };
    expect(replayDecision(kept, { ...unsure, modelAssignAbove: 0.7 })).toMatchObject({
      outcome: 'ASSIGN',
      winnerAgentId: 'stranger',
      changed: false,
      confidence: 0.7,
    });
    expect(replayDecision(kept, { ...unsure, modelAssignAbove: 0.71 })).toMatchObject({
      outcome: 'NEEDS_DECISION',
      changed: true,
    });
    // Where the score is sure enough by itself the model would not have been asked.
    expect(replayDecision(kept, defaultPolicy)).toMatchObject({
      winnerAgentId: 'expert',
      changed: true,
    });
  });

  test('that is the one it was made under is the same decision', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const candidates = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 30 }), fit: share, load: share, likely: share }),
      { selector: ({ id }) => id, maxLength: 12 },
    );
    fc.assert(
      fc.property(candidates, share, (some, anyFits) => {
        const kept = decided(
          some.map(({ id, fit, load, likely }) => candidate(`a${id}`, { fit, load }, likely)),
          anyFits,
        );
        expect(replayDecision(kept, defaultPolicy)).toMatchObject({
          outcome: kept.outcome,
          winnerAgentId: kept.winnerAgentId,
          changed: false,
        });
      }),
    );
  });
});
