import type { MatchCandidate, ScoreComponent } from './decision.ts';
import type { MatchAgent } from './match-agent.ts';
import { type ComponentName, componentNames, type MatchingPolicy } from './policy.ts';

/** What the components of one agent are measured by: those that it is compared with. */
export interface Field {
  /** The share of jobs that all of them together completed: what is to be expected of a new one. */
  readonly successRate: number;
  /** Of those where it is known; null when it is of none. */
  readonly latency: Yardstick | null;
  readonly cost: Yardstick | null;
}

interface Yardstick {
  /** The mean of what is known: one half as a component. */
  readonly usual: number;
  /** The component's mean, which stands in for an agent of which it is not known. */
  readonly standIn: number;
}

/** How many jobs' worth the common rate of success counts beside an agent's own. */
const priorJobs = 4;

export function fieldOf(agents: readonly MatchAgent[]): Field {
  let completed = 1;
  let ended = 2;
  for (const agent of agents) {
    completed += agent.completedJobs;
    ended += agent.completedJobs + agent.failedJobs;
  }
  return {
    successRate: completed / ended,
    latency: yardstick(agents, ({ meanDurationMs }) => meanDurationMs),
    cost: yardstick(agents, ({ costPerJob }) => costPerJob),
  };
}

/** The parts of an agent's score, each in [0, 1]. One that is known of no agent is left out. */
export function scoreComponents(
  agent: MatchAgent,
  fit: number,
  field: Field,
  { weights }: MatchingPolicy,
): readonly ScoreComponent[] {
  return componentNames.flatMap((name) => {
    const value = componentOf(name, agent, fit, field);
    return value === null ? [] : [{ name, value: rounded(value), weight: weights[name] }];
  });
}

/** To seven decimals, after all is compared: what is kept for ever need not be longer than it is exact. */
export function rounded<Value extends number | null>(value: Value): Value {
  return (value === null ? null : Math.round(value * 1e7) / 1e7) as Value;
}

/** What `weightedMean` gives for these components, without making them: there is one score for every agent. */
export function scoreOf(
  agent: MatchAgent,
  fit: number,
  field: Field,
  { weights }: MatchingPolicy,
): number {
  let sum =
    fit * weights.fit +
    freeShare(agent) * weights.load +
    successRate(agent, field) * weights.success;
  let total = weights.fit + weights.load + weights.success;
  if (field.latency !== null) {
    sum += against(field.latency, agent.meanDurationMs) * weights.latency;
    total += weights.latency;
  }
  if (field.cost !== null) {
    sum += against(field.cost, agent.costPerJob) * weights.cost;
    total += weights.cost;
  }
  return total === 0 ? 0 : Math.min(1, sum / total);
}

function componentOf(
  name: ComponentName,
  agent: MatchAgent,
  fit: number,
  field: Field,
): number | null {
  switch (name) {
    case 'fit':
      return fit;
    case 'load':
      return freeShare(agent);
    case 'success':
      return successRate(agent, field);
    case 'latency':
      return field.latency && against(field.latency, agent.meanDurationMs);
    case 'cost':
      return field.cost && against(field.cost, agent.costPerJob);
  }
}

/** The weighted mean, in [0, 1], rounded; 0 when all weights are 0. */
export function weightedMean(components: readonly ScoreComponent[]): number {
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return 0;
  return rounded(
    Math.min(1, components.reduce((sum, { value, weight }) => sum + value * weight, 0) / total),
  );
}

/**
 * The candidates of a decision as another policy would have ranked them, from their components: what was true then, weighed
 * otherwise. The order of ties stays.
 */
export function rescore(
  candidates: readonly MatchCandidate[],
  { weights }: MatchingPolicy,
): readonly MatchCandidate[] {
  const isNamed = (name: string): name is ComponentName =>
    componentNames.some((known) => known === name);
  return candidates
    .map((candidate) => {
      const components = candidate.components.map((component) =>
        isNamed(component.name) ? { ...component, weight: weights[component.name] } : component,
      );
      const score = candidate.eligible ? weightedMean(components) : null;
      return { ...candidate, components, score };
    })
    .sort((one, other) => (other.score ?? -1) - (one.score ?? -1));
}

function freeShare({ activeJobs, capacity }: MatchAgent): number {
  return capacity <= 0 ? 0 : Math.min(1, Math.max(0, 1 - activeJobs / capacity));
}

/**
 * The share of its jobs that an agent completed, drawn towards the share of all by `priorJobs` jobs' worth (the mean of the
 * posterior of a beta prior): a new agent is expected to do as well as the others, and one failure does not condemn it.
 */
function successRate({ completedJobs, failedJobs }: MatchAgent, field: Field): number {
  return (completedJobs + priorJobs * field.successRate) / (completedJobs + failedJobs + priorJobs);
}

type Measure = (agent: MatchAgent) => number | null | undefined;

function yardstick(agents: readonly MatchAgent[], measure: Measure): Yardstick | null {
  let sum = 0;
  let known = 0;
  for (const agent of agents) {
    const value = measure(agent);
    if (!isKnown(value)) continue;
    sum += bounded(value);
    known += 1;
  }
  if (known === 0) return null;
  const usual = sum / known;
  let values = 0;
  for (const agent of agents) {
    const value = measure(agent);
    if (isKnown(value)) values += lessIsBetter(usual, value);
  }
  return { usual, standIn: values / known };
}

function against({ usual, standIn }: Yardstick, value: number | null | undefined): number {
  return isKnown(value) ? lessIsBetter(usual, value) : standIn;
}

/** 1 for nothing at all, one half for as much as usual, one third for twice as much. */
function lessIsBetter(usual: number, value: number): number {
  return usual === 0 ? 1 : usual / (usual + bounded(value));
}

/** So that a sum of thousands stays a number. */
function bounded(value: number): number {
  return Math.min(value, 1e15);
}

function isKnown(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
