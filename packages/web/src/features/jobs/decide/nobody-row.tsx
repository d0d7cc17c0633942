import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { PriorityMark } from '../../../ui/priority-mark.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { inReadersZone } from '../waiting/waiting-words.ts';
import classes from './decisions-page.module.css';
import { JobLabels } from './job-labels.tsx';
import { NobodyRow_JobFragment } from './nobody-row-fragment.ts';

interface NobodyRowProps {
  readonly job: FragmentOf<typeof NobodyRow_JobFragment>;
  readonly isCurrent: boolean;
  readonly isOpenBeside: boolean;
  readonly href: string;
  readonly onPoint: () => void;
  readonly onAssignDialog: () => void;
}

/** A job for which no agent is found: who comes nearest, what is missing, and what helps. */
export function NobodyRow({ job: masked, isCurrent, ...row }: NobodyRowProps) {
  const job = readFragment(NobodyRow_JobFragment, masked);
  const nowMs = useNow();
  const nearest = job.waiting?.nearest ?? null;
  return (
    <li
      className={classes['row']}
      data-job={job.id}
      data-current={isCurrent || undefined}
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
      {nearest === null ? (
        <p className={classes['reason']}>{job.waiting?.message ?? ''}</p>
      ) : (
        <p className={classes['reason']}>
          Nearest:{' '}
          <Link
            href={`/agents/${encodeURIComponent(nearest.agent.id)}`}
            className={classes['link']}
          >
            {nearest.agent.name}
          </Link>{' '}
          {inReadersZone(nearest.missing, nowMs)}
        </p>
      )}
      <div className={classes['more']}>
        {nearest === null ? (
          <Button component={Link} href="/agents/new" variant="default">
            Register an agent
          </Button>
        ) : (
          <Button
            component={Link}
            href={`/agents/${encodeURIComponent(nearest.agent.id)}/edit`}
            variant="default"
          >
            Edit {nearest.agent.name}
          </Button>
        )}
        <Button variant="default" onClick={row.onAssignDialog}>
          Assign by hand…
        </Button>
      </div>
    </li>
  );
}
