import {
  type ComponentName,
  componentNames,
  defaultPolicy,
  type MatchingPolicy,
} from './policy.ts';

/** Each change of the policy is another version; 0 is the built-in default. */
export interface VersionedPolicy extends MatchingPolicy {
  readonly version: number;
}

/** A policy as a client gives it: what is left out, or null, stays as it is. */
export interface PolicyChange {
  readonly weights?:
    | { readonly [Name in ComponentName]?: number | null | undefined }
    | null
    | undefined;
  readonly assignAbove?: number | null | undefined;
  readonly modelAssignAbove?: number | null | undefined;
  readonly refuseBelow?: number | null | undefined;
}

/** The current policy with what is given in its place; not checked. */
export function changePolicy(current: MatchingPolicy, change: PolicyChange): MatchingPolicy {
  const weights = componentNames.map(
    (name) => [name, change.weights?.[name] ?? current.weights[name]] as const,
  );
  return {
    weights: Object.fromEntries(weights) as MatchingPolicy['weights'],
    assignAbove: change.assignAbove ?? current.assignAbove,
    modelAssignAbove: change.modelAssignAbove ?? current.modelAssignAbove,
    refuseBelow: change.refuseBelow ?? current.refuseBelow,
  };
}

export const builtInPolicy: VersionedPolicy = { ...defaultPolicy, version: 0 };

/** A policy from where it is kept. One that was written before a part came in has that part as it is built in. */
export const storedPolicy = (version: number, kept: unknown): VersionedPolicy => ({
  ...changePolicy(defaultPolicy, kept as PolicyChange),
  version,
});
