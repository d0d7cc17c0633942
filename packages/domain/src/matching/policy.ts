import type { Issue } from '../job/errors.ts';

export const componentNames = ['fit', 'load', 'success', 'latency', 'cost'] as const;
export type ComponentName = (typeof componentNames)[number];

/** What an operator may set about matching. */
export interface MatchingPolicy {
  /** How much each part of the score counts, ≥ 0; only the proportions matter. */
  readonly weights: Readonly<Record<ComponentName, number>>;
  /**
   * In [0, 1]: the calibrated confidence from which the score alone decides. It is raised to where history shows that hardly
   * anything right is lost by it (`Calibration.assignFrom`), never lowered.
   */
  readonly assignAbove: number;
  /** In [0, 1]: the model's own confidence from which its choice is taken. */
  readonly modelAssignAbove: number;
  /** In [0, 1]: the calibrated probability that any agent fits below which nobody gets the job. */
  readonly refuseBelow: number;
}

/**
 * Load, success, latency and cost together weigh less than half of what fit does: an agent that fits clearly better wins
 * whatever the others' load and record; between agents that fit alike, those decide.
 */
export const defaultPolicy: MatchingPolicy = {
  weights: { fit: 0.8, load: 0.1, success: 0.1, latency: 0.05, cost: 0.05 },
  assignAbove: 0.2,
  modelAssignAbove: 0.5,
  refuseBelow: 0.05,
};

export const maxWeight = 1_000;

/** All that is wrong with a policy, each field by its name; empty when it may be used. */
export function checkPolicy({ weights, ...thresholds }: MatchingPolicy): readonly Issue[] {
  return [
    ...componentNames.flatMap((name) => checkRange(`weights.${name}`, weights[name], maxWeight)),
    ...checkSomeWeight(weights),
    ...(['assignAbove', 'modelAssignAbove', 'refuseBelow'] as const).flatMap((name) =>
      checkRange(name, thresholds[name], 1),
    ),
  ];
}

function checkRange(path: string, value: number, max: number): readonly Issue[] {
  if (value >= 0 && value <= max) return [];
  return [{ path, message: `${path} is ${value}: give a number from 0 to ${max}.` }];
}

/** Without any weight all agents would score alike. */
function checkSomeWeight(weights: MatchingPolicy['weights']): readonly Issue[] {
  if (componentNames.some((name) => weights[name] !== 0)) return [];
  return [
    { path: 'weights', message: 'weights are all 0: give at least one of them some weight.' },
  ];
}
