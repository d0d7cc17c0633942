import { confidenceInFirst, evidenceOf } from './confidence.ts';
import type { MatchCandidate, MatchDecision } from './decision.ts';
import type { MatchAgent, MatchJob } from './match-agent.ts';
import { explainNobody } from './why-nobody.ts';

/** One job with its ranked candidates, and the agents to call them by name. */
export interface Match {
  readonly job: Pick<MatchJob, 'requiredSkills'>;
  readonly agents: readonly Pick<MatchAgent, 'id' | 'name'>[];
  /** As `rankCandidates` gives them: eligible ones first, best first. */
  readonly candidates: readonly MatchCandidate[];
}

/** What a model answered when asked to choose, or why it did not choose. */
export type ModelAnswer =
  | {
      readonly chosen: true;
      readonly agentId: string;
      readonly reason: string;
      /** In [0, 1], by the model's own estimate. */
      readonly confidence: number;
      readonly model: string;
      readonly promptVersion: string;
    }
  | {
      readonly chosen: false;
      /** A sentence for the record. */
      readonly why: string;
      readonly model: string;
      readonly promptVersion: string;
    };

/**
 * Gives the job to the best candidate for which something speaks: a word that it shares with the job, or
 * a skill that the job requires by name. When nothing speaks for anyone, nobody is chosen: an agent picked for
 * being idle would be picked by chance, and a person can see to the job better than a wrong agent.
 */
export function decideByScore(match: Match): MatchDecision {
  const eligible = match.candidates.filter((candidate) => candidate.eligible);
  if (eligible.length === 0) return nobody(match, explainNobody(match));
  const hasSkills = match.job.requiredSkills.length > 0;
  const supported = hasSkills
    ? eligible
    : eligible.filter((candidate) => evidenceOf(candidate).value > 0);
  const [first, second] = supported;
  if (first === undefined) return nobody(match, explainSilence(eligible.length));
  return {
    method: 'SCORED',
    winnerAgentId: first.agentId,
    reason: explainWinner(match, first, second, eligible.length),
    confidence: confidenceInFirst(supported),
    model: null,
    promptVersion: null,
    candidates: match.candidates,
  };
}

/**
 * Follows a model's choice among the eligible. Whatever else it answers (nothing, an agent that may not take the job,
 * one that does not exist) the score decides, and the reason tells both.
 */
export function decideByModel(match: Match, answer: ModelAnswer): MatchDecision {
  const { model, promptVersion } = answer;
  if (!answer.chosen) return withoutModel(match, answer, answer.why);
  const chosen = match.candidates.find(({ agentId }) => agentId === answer.agentId);
  if (chosen === undefined)
    return withoutModel(match, answer, 'It named an agent that was not on the list.');
  if (!chosen.eligible) {
    const name = nameOf(match, chosen.agentId);
    return withoutModel(match, answer, `It named ${name}, which may not take the job.`);
  }
  return {
    method: 'MODEL',
    winnerAgentId: chosen.agentId,
    reason: answer.reason,
    confidence: Math.min(1, Math.max(0, answer.confidence)),
    model,
    promptVersion,
    candidates: match.candidates,
  };
}

/** Records a person's choice, with all that the matcher knew at the time, also what spoke against it. */
export function decideByHand(match: Match, agentId: string, actor: string): MatchDecision {
  const chosen = match.candidates.find((candidate) => candidate.agentId === agentId);
  const against = (chosen?.verdicts ?? []).flatMap(({ passed, reason }) =>
    passed || reason === null ? [] : [reason],
  );
  const name = nameOf(match, agentId);
  const note = against.length === 0 ? '' : ` At that time: ${against.join('; ')}.`;
  return {
    method: 'MANUAL',
    winnerAgentId: agentId,
    reason: `${name} was chosen by hand (${actor}).${note}`,
    confidence: null,
    model: null,
    promptVersion: null,
    candidates: match.candidates,
  };
}

function nobody(match: Match, reason: string): MatchDecision {
  return {
    method: 'SCORED',
    winnerAgentId: null,
    reason,
    confidence: null,
    model: null,
    promptVersion: null,
    candidates: match.candidates,
  };
}

function withoutModel(match: Match, answer: ModelAnswer, why: string): MatchDecision {
  const decision = decideByScore(match);
  const reason = `${decision.reason} The model’s answer was not used: ${why}`;
  return { ...decision, reason, model: answer.model, promptVersion: answer.promptVersion };
}

function explainWinner(
  match: Match,
  first: MatchCandidate,
  second: MatchCandidate | undefined,
  eligibleCount: number,
): string {
  const name = nameOf(match, first.agentId);
  if (evidenceOf(first).value === 0) {
    const rival =
      second === undefined ? '' : ` and scores best by load and success, ${scoreOf(first)}`;
    return `${name} has every required skill${rival}; nothing else in the job’s text points to it.`;
  }
  if (eligibleCount === 1) {
    return `${name} is the only agent that can take this job; score ${scoreOf(first)}.`;
  }
  if (second === undefined) {
    return `${name} is the only available agent that the job’s text points to; score ${scoreOf(first)}.`;
  }
  const rival = nameOf(match, second.agentId);
  return `${name} fits best: score ${scoreOf(first)}, ahead of ${rival} with ${scoreOf(second)}.`;
}

function explainSilence(eligibleCount: number): string {
  const who = eligibleCount === 1 ? 'the one agent' : `any of the ${eligibleCount} agents`;
  return `Nothing in the job’s text points to ${who} that could take it. Assign it by hand, describe it in more words, or name the skills it requires.`;
}

function scoreOf({ score }: MatchCandidate): string {
  return (score ?? 0).toFixed(2);
}

function nameOf(match: Match, agentId: string): string {
  return match.agents.find(({ id }) => id === agentId)?.name ?? agentId;
}
