import { Button, Skeleton } from '@mantine/core';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useJobAttempts } from '../use-job-attempts.ts';
import { useJobLogs } from '../use-job-logs.ts';
import { groupStory } from './group-story.ts';
import { JobAttempt } from './job-attempt.tsx';
import { JobLogItem } from './job-log-item.tsx';
import { JobLogItem_JobLogFragment } from './job-log-item-fragment.ts';
import classes from './job-story.module.css';
import { StoryNow } from './story-now.tsx';
import type { StoryNow_JobFragment } from './story-now-fragment.ts';

interface JobStoryProps {
  jobId: string;
  job: FragmentOf<typeof StoryNow_JobFragment>;
}

/** What has happened to the job, oldest first, and what is happening now at its end. */
export function JobStory({ jobId, job }: JobStoryProps) {
  const { data: logs, earlierCount, loadEarlier, error, refresh } = useJobLogs(jobId);
  const attempts = useJobAttempts(jobId);
  if (logs === undefined) {
    if (error !== null) {
      return <ErrorNotice error={error} title="The story did not come" onRetry={refresh} />;
    }
    return <StorySkeleton />;
  }
  const entries = logs.map((log) => ({ log, ...readFragment(JobLogItem_JobLogFragment, log) }));
  const parts = groupStory(entries);
  const lastAttempt = parts.findLast((part) => part.type === 'attempt');
  return (
    <>
      {earlierCount > 0 && (
        <Button variant="default" size="compact-sm" mb="sm" onClick={loadEarlier}>
          {earlierCount} earlier {earlierCount === 1 ? 'entry' : 'entries'}
        </Button>
      )}
      <ol className={classes['story']}>
        {parts.map((part) =>
          part.type === 'moment' ? (
            <JobLogItem key={part.entry.id} log={part.entry.log} />
          ) : (
            <JobAttempt
              key={part.assignmentId}
              number={part.number}
              entries={part.entries}
              assignment={attempts.get(part.assignmentId)}
              latest={part === lastAttempt}
            />
          ),
        )}
        <StoryNow job={job} />
      </ol>
    </>
  );
}

function StorySkeleton() {
  return (
    <div className={classes['story']} aria-hidden>
      {[62, 74, 56].map((width) => (
        <div key={width} className={classes['item']}>
          <Skeleton circle height={16} />
          <Skeleton height={12} mt={4} width={`${width}%`} radius="xl" />
        </div>
      ))}
    </div>
  );
}
