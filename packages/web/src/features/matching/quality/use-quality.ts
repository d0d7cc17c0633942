import type { CombinedError } from '@urql/core';
import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useLiveRefresh } from '../../../graphql/live-feed.ts';
import type { ResultOf } from '../../../graphql/tada.ts';
import { Quality_Query } from './quality-query.ts';
import { type QualitySearch, ranges } from './quality-search.ts';

const pollMs = 30_000;

type Answer = ResultOf<typeof Quality_Query>['matchQuality'];

export interface Quality extends QualitySearch {
  /** Of the range and grouping beside it, which may be the ones before while `isStale`. */
  readonly data: Answer | null;
  readonly isStale: boolean;
  readonly error: CombinedError | null;
  readonly again: () => void;
}

/** How the decisions of a time turned out; while another is read, the one before stays. */
export function useQuality(wanted: QualitySearch): Quality {
  const { range, by } = wanted;
  // The beginning moves on only when one looks anew, or each poll would be another question.
  const input = useMemo(
    () => ({ from: new Date(Date.now() - ranges[range].ms).toISOString(), by }),
    [range, by],
  );
  const [{ data, error, fetching }, read] = useQuery({
    query: Quality_Query,
    variables: { input },
    requestPolicy: 'cache-and-network',
  });
  const again = () => read({ requestPolicy: 'network-only' });
  useLiveRefresh(again);
  useEffect(() => {
    const poll = setInterval(() => {
      if (document.visibilityState === 'visible') read({ requestPolicy: 'network-only' });
    }, pollMs);
    return () => clearInterval(poll);
  }, [read]);

  const latest = data?.matchQuality ?? null;
  const [shown, setShown] = useState<{ data: Answer | null } & QualitySearch>({
    data: null,
    range,
    by,
  });
  if (latest !== null && latest !== shown.data && !fetching) setShown({ data: latest, range, by });
  return {
    ...shown,
    isStale: fetching || shown.range !== range || shown.by !== by,
    error: error ?? null,
    again,
  };
}
