import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { jobStatusLook } from '../../../ui/job-status.ts';
import { JobStatusIcon } from '../../../ui/job-status-badge.tsx';
import { Payloads } from '../../../ui/payload.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { JobLogItem_JobLogFragment } from './job-log-item-fragment.ts';
import classes from './job-story.module.css';
import { actorName, logSentence } from './log-sentence.ts';

interface JobLogItemProps {
  log: FragmentOf<typeof JobLogItem_JobLogFragment>;
}

/** One entry of the story: who did what and when, in a sentence, with what was sent and received. */
export function JobLogItem({ log }: JobLogItemProps) {
  const entry = readFragment(JobLogItem_JobLogFragment, log);
  const facts = { ...entry, agentName: entry.agent?.name ?? null };
  return (
    <li className={classes['item']} data-log-status={entry.status}>
      <span className={classes['mark']} title={jobStatusLook[entry.status].label}>
        <JobStatusIcon status={entry.status} size={14} />
      </span>
      <div className={classes['body']}>
        <div className={classes['line']}>
          <span>
            <strong className={classes['actor']}>{actorName(facts)}</strong> {logSentence(facts)}
          </span>
          <span className={classes['when']}>
            <TimeAgo at={entry.createdAt} style="words" />
          </span>
        </div>
        {entry.message !== null && <div className={classes['message']}>{entry.message}</div>}
        <Payloads payloads={{ Request: entry.requestPayload, Response: entry.responsePayload }} />
      </div>
    </li>
  );
}
