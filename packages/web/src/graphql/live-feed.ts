import type { Client, CombinedError } from '@urql/core';
import { useEffect, useEffectEvent } from 'react';
import { client } from './client.ts';
import { advanceLive, initialLiveState, type LiveEvent, reconnectDelayMs } from './live-cursor.ts';
import { dropSocket, listenToSocket } from './live-socket.ts';
import { isOutage, outage } from './outage.ts';
import { createStore } from './store.ts';
import { graphql, type ResultOf } from './tada.ts';

/**
 * One subscription for the whole console. It carries what a list row shows; a page that shows more
 * reads it again when its job changes.
 */
const LiveFeed_Subscription = graphql(`
  subscription LiveFeed($after: String) {
    jobStatusChanged(after: $after) {
      cursor
      previousStatus
      status
      job {
        id
        title
        status
        version
        priority
        requiredSkills
        nextAttemptAt
        createdAt
        updatedAt
        agent { id name activeJobs availability }
      }
      log { id status message actor createdAt jobVersion agent { id name } }
    }
  }
`);

/** The newest position in the event stream that a read can see. */
const LivePosition_Query = graphql(`
  query LivePosition {
    jobs(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) {
      edges { node { id logs(last: 1) { edges { node { id cursor } } } } }
    }
  }
`);

export type JobChange = ResultOf<typeof LiveFeed_Subscription>['jobStatusChanged'];

export const liveState = createStore(initialLiveState);

const changeListeners = new Set<(change: JobChange) => void>();
const refreshListeners = new Set<() => void>();

/** Called for each change of a job's status, after the cache has it, in commit order. */
export function useJobChanges(listener: (change: JobChange) => void): void {
  const onChange = useEffectEvent(listener);
  useEffect(() => {
    const one = (change: JobChange) => onChange(change);
    changeListeners.add(one);
    return () => {
      changeListeners.delete(one);
    };
  }, []);
}

/** Called when changes may have been missed: read again what is on screen. */
export function useLiveRefresh(listener: () => void): void {
  const onRefresh = useEffectEvent(listener);
  useEffect(() => {
    const one = () => onRefresh();
    refreshListeners.add(one);
    return () => {
      refreshListeners.delete(one);
    };
  }, []);
}

/** Starts the feed and keeps it going until the returned function is called. */
export function startLiveFeed(through: Client = client): () => void {
  let stopped = false;
  let subscription: { unsubscribe(): void } | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  const advance = (event: LiveEvent) => {
    liveState.set(advanceLive(liveState.get(), event));
  };

  const refreshIfNeeded = () => {
    if (!liveState.get().mustRefresh) return;
    advance({ type: 'refreshed' });
    for (const one of [...refreshListeners]) one();
  };

  const retry = () => {
    subscription?.unsubscribe();
    subscription = undefined;
    clearTimeout(retryTimer);
    if (stopped) return;
    const delayMs = reconnectDelayMs(liveState.get().attempt, Math.random());
    retryTimer = setTimeout(() => void subscribe(), delayMs);
  };

  const subscribe = async () => {
    if (liveState.get().cursor === null) {
      const { cursor, error } = await readPosition(through);
      if (error !== undefined) {
        advance({ type: 'closed' });
        retry();
        return;
      }
      advance({ type: 'positioned', cursor });
    }
    if (stopped || subscription !== undefined) return;
    const after = liveState.get().cursor;
    subscription = through.subscription(LiveFeed_Subscription, { after }).subscribe((result) => {
      const change = result.data?.jobStatusChanged;
      if (change !== undefined) {
        advance({ type: 'changed', cursor: change.cursor, now: Date.now() });
        for (const one of [...changeListeners]) one(change);
      }
      if (result.error !== undefined && isRefusal(result.error)) {
        // What it could not look up it says nothing about.
        const lost = after === null || isOutage(result.error);
        advance({ type: lost ? 'closed' : 'cursor-refused' });
        retry();
        // The next one is to say that it is connected.
        dropSocket();
      }
    });
    if (liveState.get().phase === 'live') refreshIfNeeded();
  };

  const forgetSocket = listenToSocket({
    connected: () => {
      advance({ type: 'connected', now: Date.now() });
      refreshIfNeeded();
    },
    heard: () => advance({ type: 'heard', now: Date.now() }),
    closed: () => {
      // The feed closes the socket itself when it starts over; that is not a loss.
      if (stopped || subscription === undefined) return;
      advance({ type: 'closed' });
      retry();
    },
  });

  const wake = () => {
    if (liveState.get().phase !== 'live') retryNow();
  };
  const retryNow = () => {
    if (subscription !== undefined) return;
    clearTimeout(retryTimer);
    void subscribe();
  };
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);

  let probeTimer: ReturnType<typeof setTimeout> | undefined;
  const probe = async (attempt: number) => {
    const { error } = await readPosition(through);
    if (stopped) return;
    if (error !== undefined) return probeLater(attempt + 1);
    outage.set(false);
    for (const one of [...refreshListeners]) one();
  };
  const probeLater = (attempt: number) => {
    probeTimer = setTimeout(() => void probe(attempt), reconnectDelayMs(attempt, Math.random()));
  };
  const forgetOutage = outage.subscribe(() => {
    if (outage.get()) probeLater(2);
  });

  void subscribe();

  return () => {
    stopped = true;
    clearTimeout(retryTimer);
    clearTimeout(probeTimer);
    forgetOutage();
    removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wake);
    forgetSocket();
    subscription?.unsubscribe();
  };
}

async function readPosition(
  through: Client,
): Promise<{ cursor: string | null; error: CombinedError | undefined }> {
  const { data, error } = await through
    .query(LivePosition_Query, {}, { requestPolicy: 'network-only' })
    .toPromise();
  return { cursor: data?.jobs.edges[0]?.node.logs.edges[0]?.node.cursor ?? null, error };
}

/** The server answered and said no, as opposed to a connection that broke. */
function isRefusal(error: CombinedError): boolean {
  return error.graphQLErrors.length > 0;
}
