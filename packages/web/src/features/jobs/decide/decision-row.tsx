import { Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowRight, IconUser } from '@tabler/icons-react';
import { Link } from 'wouter';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { jobStatusLook } from '../../../ui/job-status.ts';
import { PriorityMark } from '../../../ui/priority-mark.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { type Fate, isOpen } from './decision-board.ts';
import { DecisionRow_JobFragment } from './decision-row-fragment.ts';
import classes from './decisions-page.module.css';
import { JobLabels } from './job-labels.tsx';
import { type ChosenAgent, TopThree } from './top-three.tsx';

interface DecisionRowProps {
  readonly job: FragmentOf<typeof DecisionRow_JobFragment>;
  readonly fate: Fate | undefined;
  /** While a job is open beside the list, that one has the choice, and the rows only lead there. */
  readonly isBrief: boolean;
  /** Whether the keys mean this one. */
  readonly isCurrent: boolean;
  readonly isOpenBeside: boolean;
  readonly href: string;
  readonly onPoint: () => void;
  readonly onChoose: (agent: ChosenAgent) => void;
  readonly onUndo: () => void;
  readonly onAssignDialog: () => void;
}

/** A job that the matcher leaves to a person, with the best three to give it to; or what has become of it. */
export function DecisionRow({ job: masked, fate, isBrief, isCurrent, ...row }: DecisionRowProps) {
  const job = readFragment(DecisionRow_JobFragment, masked);
  const { decision } = job;
  const open = isOpen(fate);
  return (
    <li
      className={classes['row']}
      data-job={job.id}
      data-current={isCurrent || undefined}
      data-settled={!open || undefined}
      aria-current={row.isOpenBeside ? 'true' : undefined}
      onFocus={isCurrent ? undefined : row.onPoint}
    >
      <div className={classes['headline']}>
        <Link href={row.href} className={classes['title']} data-row-link>
          {job.title}
        </Link>
        <JobLabels skills={job.requiredSkills} tags={job.tags} />
        <span className={classes['gap']} />
        <PriorityMark priority={job.priority} />
        <TimeAgo at={job.createdAt} />
      </div>
      {open && !isBrief && (
        <>
          <p className={classes['reason']}>
            {decision?.reason}{' '}
            <button type="button" className={classes['another']} onClick={row.onAssignDialog}>
              Somebody else…
            </button>
          </p>
          {fate?.kind === 'refused' && (
            <ErrorNotice error={fate.error} title={`${fate.agent.name} did not get it`} />
          )}
          <TopThree job={job} hasKeys={isCurrent} onChoose={row.onChoose} />
        </>
      )}
      {!open && fate !== undefined && <Settled fate={fate} onUndo={row.onUndo} />}
    </li>
  );
}

function Settled({ fate, onUndo }: { readonly fate: Fate; readonly onUndo: () => void }) {
  switch (fate.kind) {
    case 'giving':
    case 'given':
    case 'taking-back':
      return (
        <p className={classes['settled']}>
          <IconArrowRight size={14} aria-hidden />
          <span>
            {fate.kind === 'taking-back' ? 'Being taken back from' : 'Given to'}{' '}
            <strong>{fate.agent.name}</strong>
          </span>
          {fate.kind === 'given' && fate.here && (
            <Button
              variant="default"
              size="compact-xs"
              leftSection={<IconArrowBackUp size={13} aria-hidden />}
              title={`${fate.agent.name} is told to stop; the job waits for a decision again (U)`}
              onClick={onUndo}
            >
              Undo
            </Button>
          )}
        </p>
      );
    case 'gone':
      return (
        <p className={classes['settled']}>
          <IconUser size={14} aria-hidden />
          {fate.status === null
            ? 'No longer needs a decision'
            : `Decided elsewhere: ${jobStatusLook[fate.status].label.toLowerCase()}`}
        </p>
      );
    case 'returned':
    case 'refused':
      return null;
  }
}
