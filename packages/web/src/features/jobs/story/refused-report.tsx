import { IconMailOff } from '@tabler/icons-react';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { Payloads } from '../../../ui/payload.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import classes from './job-story.module.css';
import { RefusedReport_RefusedReportFragment } from './refused-report-fragment.ts';

interface RefusedReportProps {
  readonly report: FragmentOf<typeof RefusedReport_RefusedReportFragment>;
  readonly agentName: string;
}

/** What an agent still sent when the job was no longer its own: kept to be read, and without any effect. */
export function RefusedReport({ report, agentName }: RefusedReportProps) {
  const { outcome, reason, payload, createdAt } = readFragment(
    RefusedReport_RefusedReportFragment,
    report,
  );
  return (
    <li className={classes['item']} data-refused>
      <span className={classes['mark']} title="Refused">
        <IconMailOff size={14} stroke={2.1} color="var(--m-grey)" aria-hidden />
      </span>
      <div className={classes['body']}>
        <div className={classes['line']}>
          <span>
            <strong className={classes['actor']}>{agentName}</strong> still reported{' '}
            {outcome.toLowerCase().replaceAll('_', ' ')}
          </span>
          <span className={classes['when']}>
            <TimeAgo at={createdAt} style="words" />
          </span>
        </div>
        <div className={classes['message']}>refused: {reason}</div>
        <Payloads payloads={{ 'What it sent': payload }} />
      </div>
    </li>
  );
}
