import { describe, expect, it } from 'vitest';
import {
  decideByHand,
  decideByModel,
  decideByScore,
  type Match,
  type ModelAnswer,
} from './decide.ts';
import type { FilterVerdict, MatchCandidate } from './decision.ts';

const pass: FilterVerdict = { filter: 'available', passed: true, reason: null };
const fail = (filter: string, reason: string): FilterVerdict => ({ filter, passed: false, reason });
const paused = fail('available', 'is paused');
const full = fail('capacity', 'all 3 places taken');
const noPdf = fail('skills', 'has no skill pdf');

function candidate(agentId: string, fit: number, ...obstacles: FilterVerdict[]): MatchCandidate {
  const eligible = obstacles.length === 0;
  return {
    agentId,
    eligible,
    verdicts: eligible ? [pass] : obstacles,
    score: eligible ? 0.8 * fit + 0.15 : null,
    components: [
      { name: 'fit', value: fit, weight: 0.8 },
      { name: 'load', value: 1, weight: 0.1 },
      { name: 'success', value: 0.5, weight: 0.1 },
    ],
    likelihood: eligible ? fit : null,
  };
}

function match(
  candidates: readonly MatchCandidate[],
  requiredSkills: readonly string[] = [],
): Match {
  const agents = candidates.map(({ agentId }) => ({ id: agentId, name: `${agentId}-bot` }));
  const obstacles = candidates.flatMap(({ verdicts }) => {
    const [obstacle] = verdicts.filter(({ passed }) => !passed);
    return obstacle ? [{ ...obstacle, reason: obstacle.reason ?? '', agents: 1 }] : [];
  }) as Match['ranking']['obstacles'];
  const ranking = {
    candidates,
    considered: candidates.length,
    eligible: candidates.filter(({ eligible }) => eligible).length,
    obstacles,
    awaited: [],
    anyFits: Math.max(0, ...candidates.map(({ likelihood }) => likelihood ?? 0)),
    assignFrom: 0,
  };
  return { job: { requiredSkills }, agents, ranking };
}

describe('decideByScore', () => {
  it('gives the job to the first and says whom it is ahead of', () => {
    const candidates = [candidate('a', 1), candidate('b', 0.5), candidate('c', 1, paused)];
    expect(decideByScore(match(candidates))).toMatchObject({
      method: 'SCORED',
      winnerAgentId: 'a',
      reason: 'a-bot fits best: score 0.95, ahead of b-bot with 0.55.',
      model: null,
      promptVersion: null,
      candidates,
    });
  });

  it('says so when there was only one to choose', () => {
    const decision = decideByScore(match([candidate('a', 1), candidate('b', 1, full)]));
    expect(decision.reason).toBe('a-bot is the only agent that can take this job; score 0.95.');
  });

  it('leaves the choice to a person when it is not sure enough', () => {
    const candidates = [candidate('a', 0.15), candidate('b', 0.1), candidate('c', 0)];
    expect(decideByScore(match(candidates))).toMatchObject({
      outcome: 'NEEDS_DECISION',
      winnerAgentId: null,
      confidence: 0.15,
      reason:
        'Not sure enough: a-bot comes first, but only 15 % sure. Also possible: b-bot. Choose one, or describe the job in more words.',
    });
  });

  it('chooses nobody when nothing in the text points to anyone, and says how to go on', () => {
    const decision = decideByScore(match([candidate('a', 0), candidate('b', 0)]));
    expect(decision).toMatchObject({ outcome: 'NO_AGENT', winnerAgentId: null, confidence: 0 });
    expect(decision.reason).toBe(
      'Nothing in the job’s text points to any of the 2 agents that could take it. Assign it by hand, describe it in more words, or name the skills it requires.',
    );
  });

  it('takes the required skills for evidence enough', () => {
    const skilled = ['a', 'b'].map((id) => ({ ...candidate(id, 0), likelihood: 0.9 }));
    const decision = decideByScore(match(skilled, ['pdf']));
    expect(decision.winnerAgentId).toBe('a');
    expect(decision.reason).toContain('a-bot has every required skill');
  });
});

describe('the reason why nobody can take a job', () => {
  const reasonOf = (...candidates: MatchCandidate[]) => decideByScore(match(candidates)).reason;

  it('counts what stands in the way and names the nearest agent', () => {
    const reason = reasonOf(
      candidate('invoice', 0.9, noPdf),
      candidate('a', 0.2, noPdf),
      candidate('c', 0.1, noPdf, paused),
      candidate('d', 0, noPdf),
      candidate('e', 0.3, full),
    );
    expect(reason).toBe(
      'No agent can take this job: 4 lack skill pdf, 1 is at capacity. Nearest: e-bot (all 3 places taken).',
    );
  });

  it('speaks of one and of many in their forms', () => {
    const noFit = fail('inputs', 'inputs do not fit: /csv is missing');
    const unreachable = fail('available', 'is unreachable');
    expect(reasonOf(candidate('a', 0, paused), candidate('b', 0, paused))).toContain(
      '2 are paused.',
    );
    expect(reasonOf(candidate('a', 0, full), candidate('b', 0, full))).toContain(
      '2 are at capacity.',
    );
    expect(reasonOf(candidate('a', 0, noFit))).toContain('1 does not accept the inputs.');
    expect(reasonOf(candidate('a', 0, noPdf))).toContain('1 lacks skill pdf.');
    const untagged = fail('tags', 'has no tag gpu, which the job demands; refuses jobs tagged pii');
    expect(reasonOf(candidate('a', 0, untagged))).toContain(
      '1 has no tag gpu, which the job demands; refuses jobs tagged pii.',
    );
    expect(reasonOf(candidate('a', 0, untagged), candidate('b', 0, untagged))).toContain(
      '2 have no tag gpu, which the job demands; refuse jobs tagged pii.',
    );
    expect(reasonOf(candidate('a', 0, unreachable))).toContain('1 is unreachable.');
  });

  it('stays short when every agent has a reason of its own', () => {
    const candidates = Array.from({ length: 9 }, (_, index) =>
      candidate(`a${index}`, 0, fail('skills', `has no skill s${index}`)),
    );
    expect(reasonOf(...candidates)).toContain('1 lacks skill s4, 4 for other reasons. Nearest:');
  });

  it('says that there are no agents', () => {
    expect(reasonOf()).toBe('No agent can take this job: none is registered.');
  });
});

describe('decideByModel', () => {
  const answer: ModelAnswer = {
    chosen: true,
    agentId: 'b',
    reason: 'It reads invoices.',
    confidence: 0.7,
    model: 'm-1',
    promptVersion: 'v1',
  };
  const asked = match([candidate('a', 1), candidate('b', 0.5), candidate('c', 1, paused)]);

  it('follows a model that chooses an eligible agent', () => {
    expect(decideByModel(asked, answer)).toMatchObject({
      method: 'MODEL',
      winnerAgentId: 'b',
      reason: 'It reads invoices.',
      confidence: 0.7,
      model: 'm-1',
      promptVersion: 'v1',
    });
  });

  it.each([
    [{ ...answer, agentId: 'c' }, 'It named c-bot, which may not take the job.'],
    [{ ...answer, confidence: 0.49 }, 'It would choose b-bot, only 49 % sure: It reads invoices.'],
    [{ ...answer, agentId: 'x' }, 'It named an agent that was not on the list.'],
    [
      { chosen: false, why: 'No answer within 8 s.', model: 'm-1', promptVersion: 'v1' },
      'No answer within 8 s.',
    ],
  ] satisfies [ModelAnswer, string][])('lets the score decide after %o', (unusable, why) => {
    expect(decideByModel(asked, unusable)).toMatchObject({
      method: 'SCORED',
      winnerAgentId: 'a',
      reason: `a-bot fits best: score 0.95, ahead of b-bot with 0.55. The model’s answer was not used: ${why}`,
      model: 'm-1',
      promptVersion: 'v1',
    });
  });

  it('keeps an estimate within [0, 1]', () => {
    expect(decideByModel(asked, { ...answer, confidence: 7 }).confidence).toBe(1);
  });
});

describe('decideByHand', () => {
  it('names who chose, and is no estimate', () => {
    expect(decideByHand(match([candidate('a', 1)]), 'a', 'operator')).toMatchObject({
      method: 'MANUAL',
      winnerAgentId: 'a',
      reason: 'a-bot was chosen by hand (operator).',
      confidence: null,
    });
  });

  it('keeps what spoke against the choice', () => {
    const asked = match([candidate('a', 1, noPdf, full)]);
    expect(decideByHand(asked, 'a', 'operator').reason).toBe(
      'a-bot was chosen by hand (operator). At that time: has no skill pdf; all 3 places taken.',
    );
  });
});
