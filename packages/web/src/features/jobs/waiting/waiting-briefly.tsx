import { useNow } from '../../../ui/use-now.ts';
import { sayWaiting, sayWaitingBriefly, type WaitingFacts } from './waiting-words.ts';

interface WaitingBrieflyProps {
  readonly waiting: WaitingFacts;
  readonly nextAttemptAt: string | null;
}

/** Why a job waits, for a column; the whole of it on hover. */
export function WaitingBriefly({ waiting, nextAttemptAt }: WaitingBrieflyProps) {
  const moment = { nextAttemptAt, nowMs: useNow() };
  return <span title={sayWaiting(waiting, moment)}>{sayWaitingBriefly(waiting, moment)}</span>;
}
