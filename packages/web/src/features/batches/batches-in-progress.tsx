import { lazy, Suspense, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { begunBatches } from '../../graphql/begun-batches.ts';
import { useLiveRefresh } from '../../graphql/live-feed.ts';
import { useStore } from '../../graphql/store.ts';
import { graphql } from '../../graphql/tada.ts';

const BatchCards = lazy(() => import('./batch-cards.tsx'));

const RunningBatches_Query = graphql(`
  query RunningBatches {
    batches(first: 20, filter: { state: [RUNNING] }) { edges { node { id } } }
  }
`);

/** Those begun elsewhere are found by looking. */
const lookEveryMs = 15_000;

/**
 * The batches that run, and those that ended since the page was loaded, until they are dismissed. Nothing, mostly; and
 * not the one whose own page is open.
 */
export function BatchesInProgress() {
  const current = useRunningBatches();
  const [path] = useLocation();
  const [seen, setSeen] = useState<readonly string[]>([]);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const fresh = current.filter((id) => !seen.includes(id));
  if (fresh.length > 0) setSeen([...fresh, ...seen]);
  const shown = seen.filter((id) => !dismissed.has(id) && path !== `/batches/${id}`);
  if (shown.length === 0) return null;
  return (
    <Suspense>
      <BatchCards
        batchIds={shown}
        onDismiss={(id) => setDismissed((before) => new Set([...before, id]))}
      />
    </Suspense>
  );
}

/** Those that run, and those begun here, each once. */
function useRunningBatches(): readonly string[] {
  const [{ data }, look] = useQuery({ query: RunningBatches_Query });
  useLiveRefresh(() => look({ requestPolicy: 'network-only' }));
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') look({ requestPolicy: 'network-only' });
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [look]);
  const begun = useStore(begunBatches);
  const running = data?.batches.edges.map(({ node }) => node.id) ?? [];
  return [...new Set([...begun, ...running])];
}
