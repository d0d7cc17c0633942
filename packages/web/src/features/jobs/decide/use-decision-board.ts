import { useEffect, useReducer, useRef } from 'react';
import { useJobChanges } from '../../../graphql/live-feed.ts';
import { jobAssignmentApi } from '../job-assignment-api.ts';
import { advanceBoard, type Board, emptyBoard } from './decision-board.ts';
import type { ChosenAgent } from './top-three.tsx';
import type { DecisionJob } from './use-undecided.ts';

interface DecisionBoard {
  readonly board: Board;
  /** The last that was known of each row, also of those that are no longer listed. */
  readonly jobs: ReadonlyMap<string, DecisionJob>;
  readonly give: (jobId: string, agent: ChosenAgent) => void;
  readonly takeBack: (jobId: string) => void;
  readonly tidy: () => void;
}

/** The rows of the page, and what is done with them: shown at once, put back when the server refuses. */
export function useDecisionBoard(listed: readonly DecisionJob[] | undefined): DecisionBoard {
  const [board, dispatch] = useReducer(advanceBoard, emptyBoard);
  const jobs = useRef(new Map<string, DecisionJob>());
  for (const job of listed ?? []) jobs.current.set(job.id, job);

  useEffect(() => {
    if (listed !== undefined) dispatch({ type: 'listed', ids: listed.map(({ id }) => id) });
  }, [listed]);
  useJobChanges(({ job, status }) => {
    dispatch({ type: 'changed', id: job.id, status, agent: job.agent });
  });

  const settle = (id: string, work: Promise<void>) => {
    work.then(
      () => dispatch({ type: 'done', id }),
      (error: unknown) => dispatch({ type: 'failed', id, error }),
    );
  };
  return {
    board,
    jobs: jobs.current,
    give(id, agent) {
      dispatch({ type: 'asked', id, agent });
      settle(id, jobAssignmentApi.manualAssign(id, agent.id, undefined));
    },
    takeBack(id) {
      dispatch({ type: 'asked-back', id });
      settle(id, jobAssignmentApi.cancel(id));
    },
    tidy: () => dispatch({ type: 'tidied' }),
  };
}
