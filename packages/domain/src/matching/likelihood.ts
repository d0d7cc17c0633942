import type { AgentIndex } from './agent-index.ts';
import { bestOf } from './best-of.ts';
import { type Calibration, calibrated, countedRivals, likelihoods } from './calibration.ts';
import type { Standing } from './standings.ts';
import type { TextEvidence } from './text-evidence.ts';

/** How likely a job means the agents that compete for it. */
export interface Likelihood {
  /** Calibrated, that it means this one or one that fits just as well; null for one that does not compete. */
  of(standing: Standing): number | null;
  /** That it means any of them. */
  readonly any: number;
}

/** What it adds to an agent's utility to have every skill that a job requires by name: about as much as a text that is clear. */
const skillUtility = 6;
/** Below this an agent's history says nothing of the job. */
const learnedNothing = 0.2;
/** Agents whose words answer a job's text to about the same degree, with the same words of it, fit just as well. */
const alikeWithin = 0.1;

export function likelihoodIn(
  standings: readonly Standing[],
  { index, calibration }: { readonly index: AgentIndex; readonly calibration: Calibration },
  evidence: TextEvidence,
  hasSkills: boolean,
): Likelihood {
  const bonus = hasSkills ? skillUtility : 0;
  const at = (number: number) => standings[number] as Standing;
  const rivals = bestOf(
    numbersOf(standings, ({ competes, utility }) => competes && utility + bonus > 0),
    countedRivals,
    (one, other) => at(other).utility - at(one).utility || one - other,
  ).map(at);
  const { each, any } = likelihoods(
    calibration.none,
    rivals.map(({ utility }) => utility + bonus),
  );
  return {
    of(standing) {
      if (!standing.competes) return null;
      const pooled = rivals.reduce(
        (sum, rival, n) =>
          rival === standing || isAlike(index, evidence, standing, rival)
            ? sum + (each[n] ?? 0)
            : sum,
        0,
      );
      return calibrated(calibration, Math.min(1, pooled));
    },
    any: calibrated(calibration, any),
  };
}

/**
 * Whether it makes no difference to a job which of two agents gets it, as far as is known: copies of one worker, and agents without
 * a history for such jobs that the same words of its text point to.
 */
function isAlike(
  { twinOf }: AgentIndex,
  { learned, described, support }: TextEvidence,
  { place: one }: Standing,
  { place: other }: Standing,
): boolean {
  if (one < 0 || other < 0) return one === other;
  if (twinOf[one] === twinOf[other]) return true;
  if ((learned[one] ?? 0) > learnedNothing || (learned[other] ?? 0) > learnedNothing) return false;
  if (support[one] !== support[other]) return false;
  const [mine, theirs] = [described[one] ?? 0, described[other] ?? 0];
  return Math.abs(mine - theirs) <= alikeWithin * Math.max(mine, theirs);
}

export function numbersOf(
  standings: readonly Standing[],
  isWanted: (standing: Standing) => boolean,
): readonly number[] {
  const numbers: number[] = [];
  let number = 0;
  for (const standing of standings) {
    if (isWanted(standing)) numbers.push(number);
    number += 1;
  }
  return numbers;
}
