import {
  type Cache,
  cacheExchange,
  type DataFields,
  type Variables,
} from '@urql/exchange-graphcache';

/**
 * The normalised cache: a job that the live feed or a mutation brings is updated everywhere it is
 * shown. What has no id of its own belongs to the place that it was read from.
 */
export const musterCache = cacheExchange({
  keys: {
    BatchPlacement: embedded,
    BatchPreview: embedded,
    BatchReason: embedded,
    BatchSolution: embedded,
    FilterVerdict: embedded,
    Issue: embedded,
    JobStatusChange: embedded,
    JobStatusCount: embedded,
    JobWaiting: embedded,
    MatchCandidate: embedded,
    MatchDecision: embedded,
    MatcherLearning: embedded,
    MatcherRebuild: embedded,
    MatchingWeights: embedded,
    MatchQuality: embedded,
    MatchQualityRow: embedded,
    MatchingPolicy: ({ version }) => String(version),
    MatchReplay: embedded,
    MatchReplayChange: embedded,
    ModelUsage: embedded,
    NearestAgent: embedded,
    NotFound: embedded,
    RefusedReport: embedded,
    RetryPolicy: embedded,
    ScoreComponent: embedded,
    ReliabilityBin: embedded,
    Skill: embedded,
    TagRule: embedded,
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
      'NeedsDecision',
      'NoAgentMatched',
      'NotFound',
      'StaleLease',
      'ValidationFailed',
    ],
  },
  updates: {
    Mutation: {
      registerAgent: (_result, _args, cache) => forget(cache, 'agents'),
      assignMany: forgetBatches,
      autoAssignMany: forgetBatches,
      cancelMany: forgetBatches,
      resubmitMany: forgetBatches,
      retryBatch: forgetBatches,
    },
    Subscription: {
      jobStatusChanged: (result, _args, cache) => forgetWaiting(result, cache),
    },
  },
});

function embedded(): null {
  return null;
}

/** Another batch has begun, unless it was a dry run. */
function forgetBatches(_result: DataFields, args: Variables, cache: Cache): void {
  const { dryRun } = args['input'] as { readonly dryRun?: boolean | null };
  if (dryRun !== true) forget(cache, 'batches');
}

/** Forgets a root list, whatever its arguments, so that every view of it is read again. */
function forget(cache: Cache, fieldName: string): void {
  for (const field of cache.inspectFields('Query')) {
    if (field.fieldName === fieldName) cache.invalidate('Query', field.fieldKey);
  }
}

/**
 * Why a job waited says nothing of why it waits again. The feed does not carry the new reason, which the views read
 * on their own; meanwhile they show none rather than the old one.
 */
function forgetWaiting(result: DataFields, cache: Cache): void {
  const change = result['jobStatusChanged'] as unknown as {
    readonly previousStatus: string | null;
    readonly status: string;
    readonly job: { readonly id: string };
  };
  if (change.previousStatus === change.status) return;
  cache.link({ __typename: 'Job', id: change.job.id }, 'waiting', null);
}
