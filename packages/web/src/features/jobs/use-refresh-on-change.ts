import { useEffect, useMemo } from 'react';
import { coalesce } from '../../graphql/coalesce.ts';
import { useJobChanges, useLiveRefresh } from '../../graphql/live-feed.ts';

/** At most so often is one job read again, however much happens to it. */
const refreshEveryMs = 200;

/** Reads again when this job has changed, or when a change may have been missed. */
export function useRefreshOnChange(
  jobId: string,
  read: (context: { requestPolicy: 'network-only' }) => void,
): () => void {
  const refresh = useMemo(
    () => coalesce(() => read({ requestPolicy: 'network-only' }), refreshEveryMs, 0),
    [read],
  );
  useEffect(() => refresh.cancel, [refresh]);
  useJobChanges((change) => {
    if (change.job.id === jobId) refresh.call();
  });
  useLiveRefresh(refresh.call);
  return refresh.call;
}
