import { useDebouncedValue } from '@mantine/hooks';
import type { CombinedError } from '@urql/core';
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { type PolicyInput, type Replay, Replay_Query } from './policy-queries.ts';

/** A slider that is being dragged asks once it rests. */
const restMs = 350;

export interface WhatIf {
  /** Of the policy asked about, or, while `isStale`, of the one before. */
  readonly replay: Replay | null;
  readonly isStale: boolean;
  readonly error: CombinedError | null;
  readonly again: () => void;
}

/** What the newest decisions would have been under this policy; nothing for null. */
export function useReplay(policy: PolicyInput | null, last: number): WhatIf {
  const asked = useMemo(() => (policy === null ? null : { policy, last }), [policy, last]);
  const [settled] = useDebouncedValue(asked, restMs);
  const [{ data, error, fetching, stale }, read] = useQuery({
    query: Replay_Query,
    variables: { input: settled ?? { policy: {}, last } },
    pause: settled === null || asked === null,
    requestPolicy: 'network-only',
  });
  const [shown, setShown] = useState<Replay | null>(null);
  const latest = data?.replayMatching ?? null;
  if (latest !== null && latest !== shown && !fetching) setShown(latest);
  return {
    replay: asked === null ? null : shown,
    isStale: asked !== settled || fetching || stale,
    error: asked === null ? null : (error ?? null),
    again: () => read({ requestPolicy: 'network-only' }),
  };
}
