import type { FilterVerdict, MatchCandidate, ModelUsage, ScoreComponent } from './decision.ts';

/**
 * Candidates as a decision keeps them, for ever: what they have in common once, and of each only what is its own. Six of them take
 * 1.2 KB, and 3.6 KB whole; 200 take 34 KB, and 121 KB whole.
 */
interface KeptCandidates {
  /** Of each component, by name. */
  readonly weights: Readonly<Record<string, number>>;
  /** Every filter that was asked. */
  readonly filters: readonly string[];
  readonly candidates: readonly KeptCandidate[];
}

interface KeptCandidate {
  readonly agentId: string;
  readonly score: number | null;
  readonly likelihood: number | null;
  readonly components: Readonly<Record<string, number>>;
  /** Why not, by filter; only of one that may not have the job. */
  readonly refused?: Readonly<Record<string, string | null>>;
}

/** What `readCandidates` reads. Of all candidates the weights and the filters must be the same, as they are in one decision. */
export function keepCandidates(candidates: readonly MatchCandidate[]): KeptCandidates {
  const [first] = candidates;
  const weights = first?.components.map(({ name, weight }) => [name, weight] as const) ?? [];
  return {
    weights: Object.fromEntries(weights),
    filters: first?.verdicts.map(({ filter }) => filter) ?? [],
    candidates: candidates.map(({ agentId, eligible, verdicts, score, components, likelihood }) => {
      const own = { agentId, score, likelihood, components: valuesOf(components) };
      return eligible ? own : { ...own, refused: reasonsIn(verdicts) };
    }),
  };
}

function valuesOf(components: readonly ScoreComponent[]): Record<string, number> {
  const values: Record<string, number> = {};
  for (const { name, value } of components) values[name] = value;
  return values;
}

function reasonsIn(verdicts: readonly FilterVerdict[]): Record<string, string | null> {
  const reasons: Record<string, string | null> = {};
  for (const { filter, passed, reason } of verdicts) if (!passed) reasons[filter] = reason;
  return reasons;
}

/** The candidates of a kept decision, from its JSON; throws when they are none, rather than passing on what is not there. */
export function readCandidates(json: unknown): readonly MatchCandidate[] {
  const candidates = Array.isArray(json) ? json.map(withLikelihood) : spread(json);
  if (!candidates.every(isCandidate)) throw unreadable('candidates');
  return candidates;
}

/** The first decisions kept each candidate whole, and the very first estimated no likelihood. */
const withLikelihood = (candidate: unknown): unknown =>
  isObject(candidate) ? { likelihood: null, ...candidate } : candidate;

function spread(json: unknown): readonly unknown[] {
  if (!isObject(json)) throw unreadable('candidates');
  const { weights, filters, candidates } = json;
  if (!isObject(weights) || !Array.isArray(filters) || !Array.isArray(candidates))
    throw unreadable('candidates');
  return candidates.map((kept: unknown) => {
    if (!isObject(kept) || !isObject(kept['components'])) return null;
    const { agentId, score, likelihood, components, refused } = kept;
    return {
      agentId,
      eligible: refused === undefined,
      score,
      likelihood,
      components: Object.entries(components).map(([name, value]) => ({
        name,
        value,
        weight: weights[name],
      })),
      verdicts: filters.map((filter: string) => {
        const passed = !isObject(refused) || !Object.hasOwn(refused, filter);
        return { filter, passed, reason: passed ? null : refused[filter] };
      }),
    };
  });
}

/** What asking the model took, from a kept decision's JSON; null when none was asked. */
export function readUsage(json: unknown): ModelUsage | null {
  if (json === null || json === undefined) return null;
  if (!isUsage(json)) throw unreadable('a usage');
  return json;
}

const unreadable = (what: string) =>
  new TypeError(`A kept decision holds ${what} that cannot be read.`);

function isCandidate(json: unknown): json is MatchCandidate {
  if (!isObject(json)) return false;
  const { agentId, eligible, verdicts, score, likelihood, components } = json;
  return (
    typeof agentId === 'string' &&
    typeof eligible === 'boolean' &&
    (score === null || typeof score === 'number') &&
    (likelihood === null || typeof likelihood === 'number') &&
    Array.isArray(verdicts) &&
    verdicts.every(
      (verdict) =>
        isObject(verdict) &&
        typeof verdict['filter'] === 'string' &&
        typeof verdict['passed'] === 'boolean' &&
        (verdict['reason'] === null || typeof verdict['reason'] === 'string'),
    ) &&
    Array.isArray(components) &&
    components.every(
      (component) =>
        isObject(component) &&
        typeof component['name'] === 'string' &&
        typeof component['value'] === 'number' &&
        typeof component['weight'] === 'number',
    )
  );
}

function isUsage(json: unknown): json is ModelUsage {
  return (
    isObject(json) &&
    typeof json['model'] === 'string' &&
    [json['promptTokens'], json['completionTokens'], json['attempts']].every(
      (count) => typeof count === 'number',
    ) &&
    (json['costUsd'] === null || typeof json['costUsd'] === 'number')
  );
}

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null;
