import type { CombinedError } from '@urql/core';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { useLiveRefresh } from '../../../graphql/live-feed.ts';
import { Learning_Query, type MatcherLearning } from './learning-query.ts';

/** A rebuild is watched; what is learned meanwhile is not. */
const watchMs = 1_000;
const pollMs = 15_000;

interface Learning {
  /** undefined until it has come. */
  readonly data: MatcherLearning | undefined;
  readonly error: CombinedError | null;
  readonly again: () => void;
}

/** What the matcher has learned, kept fresh while one looks. */
export function useLearning(): Learning {
  const [{ data, error }, read] = useQuery({
    query: Learning_Query,
    requestPolicy: 'cache-and-network',
  });
  const rebuilding = data?.matcherLearning.rebuilding ?? false;
  const again = () => read({ requestPolicy: 'network-only' });
  useLiveRefresh(again);
  useEffect(() => {
    const poll = setInterval(
      () => {
        if (document.visibilityState === 'visible') read({ requestPolicy: 'network-only' });
      },
      rebuilding ? watchMs : pollMs,
    );
    return () => clearInterval(poll);
  }, [rebuilding, read]);
  return { data: data?.matcherLearning, error: error ?? null, again };
}
