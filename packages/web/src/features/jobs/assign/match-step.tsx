import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { type FormEvent, useRef } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { useAutoAssign } from '../use-job-assignment.ts';
import { AssignRefusal } from './assign-refusal.tsx';
import classes from './assign-steps.module.css';
import { useFocusFirst } from './use-focus-first.ts';

export const MatchStep_MatchDecisionFragment = graphql(`
  fragment MatchStep_MatchDecisionFragment on MatchDecision {
    winner { id name }
    reason
  }
`);

interface MatchStepProps {
  readonly jobId: string;
  readonly decision: FragmentOf<typeof MatchStep_MatchDecisionFragment>;
  readonly onBack: () => void;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Step two of "Match for me": what would come of it now, and the confirmation. */
export function MatchStep({ jobId, decision: masked, onBack, onClose, onDone }: MatchStepProps) {
  const { winner, reason } = readFragment(MatchStep_MatchDecisionFragment, masked);
  const match = useAutoAssign();
  const step = useRef<HTMLFormElement>(null);
  useFocusFirst(step);

  async function submit(event?: FormEvent): Promise<void> {
    event?.preventDefault();
    if (await match.run(jobId)) onDone();
  }

  return (
    <form ref={step} onSubmit={(event) => void submit(event)}>
      <div className={classes['chosen']}>
        <span className={classes['chosenName']}>
          {winner === null ? 'Match for me' : `Match for me: ${winner.name}`}
        </span>
        <span className={classes['gap']} />
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          onClick={onBack}
        >
          Choose by hand
        </Button>
      </div>
      <p className={classes['reason']}>{reason}</p>
      <p className={classes['quiet']}>
        The agents are ranked once more when you confirm, so that nobody gets the job who has filled
        up or gone since. The job goes with the inputs it has.
      </p>
      {match.error !== null && (
        <AssignRefusal
          error={match.error}
          onBack={onBack}
          onClose={onClose}
          onRetry={() => void submit()}
        />
      )}
      <div className={classes['actions']}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={match.pending}>
          Match and assign
        </Button>
      </div>
    </form>
  );
}
