import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { JobStatusIcon } from '../../../ui/job-status-badge.tsx';
import { elapsed } from '../../../ui/relative-time.ts';
import { useNow } from '../../../ui/use-now.ts';
import classes from './job-story.module.css';
import { StoryNow_JobFragment } from './story-now-fragment.ts';

/** The open end of the story: what the job is doing or waiting for at this moment. */
export function StoryNow({ job }: { job: FragmentOf<typeof StoryNow_JobFragment> }) {
  const { status, agent, assignment, nextAttemptAt, updatedAt } = readFragment(
    StoryNow_JobFragment,
    job,
  );
  const nowMs = useNow('brisk');
  const agentName = agent?.name ?? 'the agent';
  const sinceMs = (at: string) => nowMs - Date.parse(at);

  const text = (() => {
    switch (status) {
      case 'ASSIGNED':
        return `Waiting for ${agentName} to start, for ${elapsed(sinceMs(assignment?.createdAt ?? updatedAt))}`;
      case 'IN_PROGRESS':
        return `${agentName} has been working for ${elapsed(sinceMs(assignment?.startedAt ?? updatedAt))}`;
      case 'PENDING': {
        const waitMs = nextAttemptAt === null ? 0 : Date.parse(nextAttemptAt) - nowMs;
        return waitMs > 0
          ? `The next attempt follows in ${elapsed(waitMs)}`
          : 'Waiting to be assigned to an agent';
      }
      default:
        return null;
    }
  })();
  if (text === null) return null;
  return (
    <li className={classes['item']} data-now>
      <span className={classes['mark']}>
        <JobStatusIcon status={status} size={14} turning />
      </span>
      <div className={classes['now']}>{text}</div>
    </li>
  );
}
