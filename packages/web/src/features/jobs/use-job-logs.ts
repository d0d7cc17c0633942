import type { CombinedError } from '@urql/core';
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { graphql, type ResultOf } from '../../graphql/tada.ts';
import { JobLogItem_JobLogFragment } from './story/job-log-item-fragment.ts';
import { mergeLogs } from './story/merge-logs.ts';
import { useRefreshOnChange } from './use-refresh-on-change.ts';

const JobLogs_Query = graphql(
  `
    query JobLogs($id: ID!, $last: Int!, $before: String) {
      job(id: $id) {
        id
        logs(last: $last, before: $before) {
          totalCount
          edges { cursor node { id jobVersion ...JobLogItem_JobLogFragment } }
        }
      }
    }
  `,
  [JobLogItem_JobLogFragment],
);

/** More make a request that the server's limit on the cost of a query refuses. */
const pageSize = 50;

type LogEdge = NonNullable<ResultOf<typeof JobLogs_Query>['job']>['logs']['edges'][number];
type KnownLog = LogEdge['node'] & { cursor: string };

export interface JobLogs {
  /** Oldest first, the newest always among them; undefined until they have come. */
  data: readonly KnownLog[] | undefined;
  /** Entries older than those in `data`. */
  earlierCount: number;
  loadEarlier: () => void;
  error: CombinedError | null;
  refresh: () => void;
}

const nothingKnown: readonly KnownLog[] = [];

/** A job's log, kept up to date: its newest entries, and older ones when asked for. */
export function useJobLogs(jobId: string): JobLogs {
  const client = useClient();
  const [{ data, error }, read] = useQuery({
    query: JobLogs_Query,
    variables: { id: jobId, last: pageSize },
    requestPolicy: 'cache-and-network',
  });
  const refresh = useRefreshOnChange(jobId, read);

  const newest = data?.job?.logs;
  const [seen, setSeen] = useState({ newest, known: nothingKnown });
  if (newest !== undefined && seen.newest !== newest) {
    setSeen({ newest, known: mergeLogs(seen.known, newest.edges.map(asKnown)) });
  }

  const loadEarlier = async () => {
    const before = seen.known[0]?.cursor;
    if (before === undefined) return;
    const earlier = await client
      .query(JobLogs_Query, { id: jobId, last: pageSize, before })
      .toPromise();
    const page = earlier.data?.job?.logs.edges.map(asKnown) ?? [];
    setSeen((now) => ({ ...now, known: mergeLogs(now.known, page) }));
  };

  return {
    data: newest === undefined ? undefined : seen.known,
    earlierCount: (newest?.totalCount ?? 0) - seen.known.length,
    loadEarlier: () => void loadEarlier(),
    error: error ?? null,
    refresh,
  };
}

function asKnown({ cursor, node }: LogEdge): KnownLog {
  return { ...node, cursor };
}
