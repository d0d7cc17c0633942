import { choose, raised } from './choose.ts';
import type { MatchCandidate, MatchDecision, MatchOutcome } from './decision.ts';
import { evidenceOf } from './evidence.ts';
import type { MatchAgent, MatchJob } from './match-agent.ts';
import { defaultPolicy, type MatchingPolicy } from './policy.ts';
import type { Ranking } from './rank.ts';
import { explainNobody } from './why-nobody.ts';

/** One job with its ranked candidates, and the agents to call them by name. */
export interface Match {
  readonly job: Pick<MatchJob, 'requiredSkills'>;
  readonly agents: readonly Pick<MatchAgent, 'id' | 'name'>[];
  readonly ranking: Ranking;
  /** The one that the ranking was made by. */
  readonly policy?: MatchingPolicy | undefined;
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
 * Gives the job to the best candidate when it is sure enough. When nothing speaks for anyone nobody is chosen: an agent picked for
 * being idle would be picked by chance, and a person can see to the job better than a wrong agent.
 */
export function decideByScore(match: Match): MatchDecision {
  const { ranking, policy = defaultPolicy } = match;
  const { outcome, first, confidence } = choose(
    ranking.candidates,
    ranking.anyFits,
    raised(policy, ranking.assignFrom),
  );
  return {
    method: 'SCORED',
    outcome,
    winnerAgentId: outcome === 'ASSIGN' ? (first?.agentId ?? null) : null,
    reason: explain(match, outcome, first),
    confidence,
    anyFits: ranking.anyFits,
    model: null,
    promptVersion: null,
    candidates: ranking.candidates,
  };
}

/**
 * Follows a model's choice among the eligible when it is sure enough by itself. Whatever else it answers (nothing, an agent
 * that may not take the job, one that does not exist) the score decides, and the reason tells both.
 */
export function decideByModel(match: Match, answer: ModelAnswer): MatchDecision {
  const { model, promptVersion } = answer;
  if (!answer.chosen) return withoutModel(match, answer, answer.why);
  const chosen = match.ranking.candidates.find(({ agentId }) => agentId === answer.agentId);
  if (chosen === undefined)
    return withoutModel(match, answer, 'It named an agent that was not on the list.');
  if (!chosen.eligible) {
    const name = nameOf(match, chosen.agentId);
    return withoutModel(match, answer, `It named ${name}, which may not take the job.`);
  }
  const { policy = defaultPolicy } = match;
  if (answer.confidence < policy.modelAssignAbove) {
    const name = nameOf(match, chosen.agentId);
    const sure = percent(answer.confidence);
    return withoutModel(
      match,
      answer,
      `It would choose ${name}, only ${sure} sure: ${answer.reason}`,
    );
  }
  return {
    method: 'MODEL',
    outcome: 'ASSIGN',
    winnerAgentId: chosen.agentId,
    reason: answer.reason,
    confidence: Math.min(1, Math.max(0, answer.confidence)),
    anyFits: match.ranking.anyFits,
    model,
    promptVersion,
    candidates: match.ranking.candidates,
  };
}

/** Records a person's choice, with all that the matcher knew at the time, also what spoke against it. */
export function decideByHand(match: Match, agentId: string, actor: string): MatchDecision {
  const chosen = match.ranking.candidates.find((candidate) => candidate.agentId === agentId);
  const against = (chosen?.verdicts ?? []).flatMap(({ passed, reason }) =>
    passed || reason === null ? [] : [reason],
  );
  const name = nameOf(match, agentId);
  const note = against.length === 0 ? '' : ` At that time: ${against.join('; ')}.`;
  return {
    method: 'MANUAL',
    outcome: 'ASSIGN',
    winnerAgentId: agentId,
    reason: `${name} was chosen by hand (${actor}).${note}`,
    confidence: null,
    anyFits: null,
    model: null,
    promptVersion: null,
    candidates: match.ranking.candidates,
  };
}

function withoutModel(match: Match, answer: ModelAnswer, why: string): MatchDecision {
  const decision = decideByScore(match);
  const reason = `${decision.reason} The model’s answer was not used: ${why}`;
  return { ...decision, reason, model: answer.model, promptVersion: answer.promptVersion };
}

function explain(match: Match, outcome: MatchOutcome, first: MatchCandidate | null): string {
  const { ranking } = match;
  if (first === null) return explainNobody(ranking, match.agents);
  if (outcome === 'NO_AGENT') return explainSilence(ranking.eligible);
  const hasSkills = match.job.requiredSkills.length > 0;
  const others = ranking.candidates.filter(
    (other) => other.eligible && other !== first && (hasSkills || evidenceOf(other).value > 0),
  );
  if (outcome === 'ASSIGN') return explainWinner(match, first, others[0]);
  return ranking.awaited.length > 0 ? explainWait(match) : explainDoubt(match, first, others);
}

function explainWinner(
  match: Match,
  first: MatchCandidate,
  second: MatchCandidate | undefined,
): string {
  const name = nameOf(match, first.agentId);
  if (evidenceOf(first).value === 0) {
    const rival =
      match.ranking.eligible === 1 ? '' : ` and scores best by load and success, ${scoreOf(first)}`;
    return `${name} has every required skill${rival}; nothing else in the job’s text points to it.`;
  }
  if (match.ranking.eligible === 1) {
    return `${name} is the only agent that can take this job; score ${scoreOf(first)}.`;
  }
  if (second === undefined) {
    return `${name} is the only available agent that the job’s text points to; score ${scoreOf(first)}.`;
  }
  const rival = nameOf(match, second.agentId);
  return `${name} fits best: score ${scoreOf(first)}, ahead of ${rival} with ${scoreOf(second)}.`;
}

/** More than these make a line that nobody reads. */
const namedRivals = 2;

function explainDoubt(
  match: Match,
  first: MatchCandidate,
  others: readonly MatchCandidate[],
): string {
  const name = nameOf(match, first.agentId);
  const sure = `${percent(first.likelihood ?? 0)} sure`;
  const rivals = others.slice(0, namedRivals).map(({ agentId }) => nameOf(match, agentId));
  const against = rivals.length === 0 ? '' : ` Also possible: ${rivals.join(' and ')}.`;
  return `Not sure enough: ${name} comes first, but only ${sure}.${against} Choose one, or describe the job in more words.`;
}

function explainWait(match: Match): string {
  const [best = '', ...others] = match.ranking.awaited.map((agentId) => nameOf(match, agentId));
  const who =
    others.length === 0 ? best : `${best} (or ${others.slice(0, namedRivals).join(', ')})`;
  return `${who} would get the job and cannot take it now; nobody who can fits it well enough. Let it wait, or choose.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
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
