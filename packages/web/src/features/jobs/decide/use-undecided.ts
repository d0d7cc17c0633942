import type { CombinedError } from '@urql/core';
import { useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { coalesce } from '../../../graphql/coalesce.ts';
import { useJobChanges, useLiveRefresh } from '../../../graphql/live-feed.ts';
import { graphql, type ResultOf } from '../../../graphql/tada.ts';
import { DecisionRow_JobFragment } from './decision-row-fragment.ts';
import { NobodyRow_JobFragment } from './nobody-row-fragment.ts';

/** More than one decides in a sitting; those behind move up as these are decided. */
const shownDecisions = 50;
/** Why a job waits takes the server longer than its row does. */
const shownNobody = 20;
const refreshEveryMs = 1_000;

const Undecided_Query = graphql(
  `
    query Undecided($decisions: Int!, $nobody: Int!) {
      decisions: jobs(
        first: $decisions
        filter: { attention: [NEEDS_DECISION] }
        orderBy: { field: PRIORITY, direction: DESC }
      ) {
        totalCount
        edges { node { id ...DecisionRow_JobFragment } }
      }
      nobody: jobs(
        first: $nobody
        filter: { attention: [NO_AGENT] }
        orderBy: { field: PRIORITY, direction: DESC }
      ) {
        totalCount
        edges { node { id ...NobodyRow_JobFragment } }
      }
    }
  `,
  [DecisionRow_JobFragment, NobodyRow_JobFragment],
);

type Answer = ResultOf<typeof Undecided_Query>;
export type DecisionJob = Answer['decisions']['edges'][number]['node'];
type NobodyJob = Answer['nobody']['edges'][number]['node'];

export interface Undecided {
  /** Those with candidates to choose from; undefined until they have come. */
  readonly decisions: readonly DecisionJob[] | undefined;
  /** Those for which nobody is found. */
  readonly nobody: readonly NobodyJob[] | undefined;
  /** How many there are of each, also of those that are not among these. */
  readonly counts: { readonly decisions: number; readonly nobody: number };
  readonly error: CombinedError | null;
  readonly refresh: () => void;
}

/** The jobs that the matcher leaves to a person, highest priority first, live. */
export function useUndecided(): Undecided {
  const [{ data, error }, read] = useQuery({
    query: Undecided_Query,
    variables: { decisions: shownDecisions, nobody: shownNobody },
    requestPolicy: 'cache-and-network',
  });
  const refresh = useMemo(
    () => coalesce(() => read({ requestPolicy: 'network-only' }), refreshEveryMs),
    [read],
  );
  useEffect(() => refresh.cancel, [refresh]);
  useJobChanges((change) => {
    // Only what comes to be pending, or ceases to be, is or was left to a person.
    if (change.status === 'PENDING' || change.previousStatus === 'PENDING') refresh.call();
  });
  useLiveRefresh(refresh.call);
  // The same arrays as long as they hold the same, or every render would look like another list.
  const decisions = useMemo(() => data?.decisions.edges.map(({ node }) => node), [data]);
  const nobody = useMemo(() => data?.nobody.edges.map(({ node }) => node), [data]);
  return {
    decisions,
    nobody,
    counts: {
      decisions: data?.decisions.totalCount ?? 0,
      nobody: data?.nobody.totalCount ?? 0,
    },
    error: error ?? null,
    refresh: refresh.call,
  };
}
