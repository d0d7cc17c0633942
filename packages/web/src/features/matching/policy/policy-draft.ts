import { percent } from '../../../ui/figures.ts';
import {
  type ScoreComponentName,
  scoreComponent,
  scoreComponentNames,
} from '../../../ui/score-component.ts';
import type { MatchingPolicy } from './policy-fragment.ts';

export const thresholdNames = ['assignAbove', 'modelAssignAbove', 'refuseBelow'] as const;
export type ThresholdName = (typeof thresholdNames)[number];

type PolicyValues = Pick<MatchingPolicy, 'weights' | ThresholdName>;

/** What stands in the editor: weights in hundredths, so that each is 0 to 100; thresholds in per cent. */
export interface PolicyDraft {
  readonly weights: Readonly<Record<ScoreComponentName, number>>;
  readonly thresholds: Readonly<Record<ThresholdName, number>>;
}

export function draftOf(policy: PolicyValues): PolicyDraft {
  // Only the proportions matter: weights beyond 1 are scaled to the sliders.
  const unit = Math.max(1, ...scoreComponentNames.map((name) => policy.weights[name]));
  return {
    weights: mapNames(scoreComponentNames, (name) => round((policy.weights[name] / unit) * 100, 1)),
    thresholds: mapNames(thresholdNames, (name) => round(policy[name] * 100, 1)),
  };
}

/** How much each part of the score counts, as a share of all; nothing counts when all are 0. */
export function sharesOf(
  weights: Readonly<Record<ScoreComponentName, number>>,
): Record<ScoreComponentName, number> {
  const total = scoreComponentNames.reduce((sum, name) => sum + weights[name], 0);
  return mapNames(scoreComponentNames, (name) => (total === 0 ? 0 : weights[name] / total));
}

/** What the API takes; null when nothing would count. */
export function policyOf({ weights, thresholds }: PolicyDraft): PolicyValues | null {
  if (scoreComponentNames.every((name) => weights[name] === 0)) return null;
  return {
    weights: mapNames(scoreComponentNames, (name) => round(weights[name] / 100, 3)),
    ...mapNames(thresholdNames, (name) => round(thresholds[name] / 100, 3)),
  };
}

/** Whether a draft decides as the policy does. */
export function decidesAlike(draft: PolicyDraft, policy: PolicyValues): boolean {
  return isSame(draft, draftOf(policy));
}

function isSame(left: PolicyDraft, right: PolicyDraft): boolean {
  const shares = [sharesOf(left.weights), sharesOf(right.weights)] as const;
  return (
    scoreComponentNames.every((name) => Math.abs(shares[0][name] - shares[1][name]) < 0.0005) &&
    thresholdNames.every((name) => Math.abs(left.thresholds[name] - right.thresholds[name]) < 0.05)
  );
}

export interface PolicyDifference {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** What is different in `to`, part by part. */
export function differences(from: PolicyValues, to: PolicyValues): readonly PolicyDifference[] {
  const [before, after] = [sharesOf(from.weights), sharesOf(to.weights)];
  return [
    ...scoreComponentNames.map((name) => ({
      what: scoreComponent(name).short,
      from: percent(before[name]),
      to: percent(after[name]),
    })),
    ...thresholdNames.map((name) => ({
      what: thresholdLabels[name],
      from: percent(from[name]),
      to: percent(to[name]),
    })),
  ].filter((one) => one.from !== one.to);
}

export const thresholdLabels: Readonly<Record<ThresholdName, string>> = {
  assignAbove: 'Assign from',
  modelAssignAbove: 'Follow the model from',
  refuseBelow: 'Nobody below',
};

/** What a threshold does at this value, in a sentence. */
export function sayThreshold(name: ThresholdName, value: number): string {
  const at = `${round(value, 1)} %`;
  switch (name) {
    case 'assignAbove':
      return `The score alone decides when it is at least ${at} sure. Below that the model is asked, if there is one; else a person decides.`;
    case 'modelAssignAbove':
      return `The model’s choice is taken when the model says it is at least ${at} sure. Below that a person decides.`;
    case 'refuseBelow':
      return `Nobody gets a job for which it is less than ${at} likely that any agent fits.`;
  }
}

function mapNames<Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
