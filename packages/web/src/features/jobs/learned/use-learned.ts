import type { CombinedError } from '@urql/core';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { useRefreshOnChange } from '../use-refresh-on-change.ts';
import { JobLearned_Query, type LearnedExample } from './learned-query.ts';

/** The matcher learns from the log, a moment after the change itself. */
const learnedAfterMs = 2_500;

export interface Learned {
  /** undefined until they have come. */
  readonly examples: readonly LearnedExample[] | undefined;
  readonly error: CombinedError | null;
  readonly refresh: () => void;
}

/** What the matcher learned from a job, kept up to date; `version` is the job's. */
export function useLearned(jobId: string, version: number): Learned {
  const [{ data, error }, read] = useQuery({
    query: JobLearned_Query,
    variables: { id: jobId },
    requestPolicy: 'cache-and-network',
  });
  const refresh = useRefreshOnChange(jobId, read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once more after each change.
  useEffect(() => {
    const late = setTimeout(refresh, learnedAfterMs);
    return () => clearTimeout(late);
  }, [version, refresh]);
  return { examples: data?.job?.learned, error: error ?? null, refresh };
}
