import type { MatchCandidate, ModelUsage } from './decision.ts';

/** The candidates of a kept decision, from its JSON; throws when they are none, rather than passing on what is not there. */
export function readCandidates(json: unknown): readonly MatchCandidate[] {
  if (!Array.isArray(json)) throw unreadable('candidates');
  return json.map((candidate: unknown) => {
    // The first matcher estimated no likelihood.
    const complete = isObject(candidate) ? { likelihood: null, ...candidate } : candidate;
    if (!isCandidate(complete)) throw unreadable('candidates');
    return complete;
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
