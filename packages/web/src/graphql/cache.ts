import { type Cache, cacheExchange } from '@urql/exchange-graphcache';

/**
 * The normalised cache: a job that the live feed or a mutation brings is updated everywhere it is
 * shown. What has no id of its own belongs to the place that it was read from.
 */
export const musterCache = cacheExchange({
  keys: {
    FilterVerdict: embedded,
    Issue: embedded,
    JobStatusChange: embedded,
    JobStatusCount: embedded,
    MatchCandidate: embedded,
    MatchDecision: embedded,
    NotFound: embedded,
    ScoreComponent: embedded,
    Skill: embedded,
    Viewer: embedded,
  },
  possibleTypes: {
    Error: [
      'AgentAtCapacity',
      'AgentUnavailable',
      'Conflict',
      'IdempotencyMismatch',
      'IllegalTransition',
      'InputsInvalid',
      'NoAgentMatched',
      'NotFound',
      'StaleLease',
      'ValidationFailed',
    ],
  },
  updates: {
    Mutation: {
      registerAgent: (_result, _args, cache) => forget(cache, 'agents'),
    },
  },
});

function embedded(): null {
  return null;
}

/** Forgets a root list, whatever its arguments, so that every view of it is read again. */
function forget(cache: Cache, fieldName: string): void {
  for (const field of cache.inspectFields('Query')) {
    if (field.fieldName === fieldName) cache.invalidate('Query', field.fieldKey);
  }
}
