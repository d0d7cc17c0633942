import { Button } from '@mantine/core';
import { IconBan, IconCheck, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { saySolution } from '../../../ui/batch-solution.ts';
import { clsx } from '../../../ui/clsx.ts';
import { figure, sayCount } from '../../../ui/count-words.ts';
import type { BatchAction } from './batch-actions.ts';
import type { BatchPreview } from './batch-api.ts';
import classes from './batch-dialog.module.css';
import { batchWords } from './preview-words.ts';

/** The counts of a dry run, who would get how many, and why the rest would stay as they are. */
export function DryRunOutcome({ preview, action }: { preview: BatchPreview; action: BatchAction }) {
  const { eligible, ineligible, placements, solution, reasons } = preview;
  const { can, means } = batchWords[action];
  return (
    <>
      <p className={classes['counts']} aria-live="polite">
        <span className={clsx(classes['count'], classes['can'])}>
          <IconCheck size={18} stroke={2.2} aria-hidden />
          <span className={classes['figure']}>{figure(eligible)}</span> {can}
        </span>
        {ineligible > 0 && (
          <span className={clsx(classes['count'], classes['cannot'])}>
            <IconBan size={18} stroke={2.2} aria-hidden />
            <span className={classes['figure']}>{figure(ineligible)}</span> cannot
          </span>
        )}
      </p>
      <div className={classes['share']} aria-hidden>
        <span style={{ flexGrow: eligible }} />
        <span style={{ flexGrow: ineligible }} />
      </div>
      {eligible > 0 && <p className={classes['means']}>{means}</p>}
      {action === 'match' && placements.length > 0 && (
        <section aria-label="Who gets them">
          <h3 className={classes['heading']}>Who gets them</h3>
          <Placements placements={placements} />
          {solution !== null && (
            <p className={classes['solution']}>{saySolution(solution).join(' ')}</p>
          )}
        </section>
      )}
      {reasons.length > 0 && (
        <section aria-label="Why not">
          <h3 className={classes['heading']}>
            {ineligible === 1
              ? 'Why one stays as it is'
              : `Why ${figure(ineligible)} stay as they are`}
          </h3>
          {reasons.map((reason) => (
            <Reason key={`${reason.code} ${reason.message}`} reason={reason} />
          ))}
        </section>
      )}
    </>
  );
}

/** So many at first; the rest on demand. */
const shortList = 6;

function Placements({ placements }: Pick<BatchPreview, 'placements'>) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? placements : placements.slice(0, shortList);
  const most = Math.max(...placements.map(({ count }) => count));
  return (
    <>
      <table className={classes['placements']}>
        <tbody>
          {shown.map(({ agent, count }) => (
            <tr key={agent.id}>
              <th scope="row">{agent.name}</th>
              <td aria-hidden>
                <span className={classes['bar']} style={{ width: `${(count / most) * 100}%` }} />
              </td>
              <td>{sayCount(count, 'job')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {placements.length > shown.length && (
        <Button variant="subtle" size="compact-xs" ml={-7} onClick={() => setWhole(true)}>
          Show all {figure(placements.length)} agents
        </Button>
      )}
    </>
  );
}

/** The jobs open in a tab of their own, so that the dialog stays. */
function Reason({ reason }: { reason: BatchPreview['reasons'][number] }) {
  const { message, count, jobs } = reason;
  return (
    <details className={classes['reason']}>
      <summary>
        <IconChevronRight size={14} aria-hidden />
        <span>{message}</span>
        <span>{figure(count)}</span>
      </summary>
      <ul className={classes['jobs']}>
        {jobs.map(({ id, title }) => (
          <li key={id}>
            <a href={`/jobs/${id}`} target="_blank" rel="noreferrer">
              {title}
            </a>
          </li>
        ))}
        {count > jobs.length && (
          <li className={classes['more']}>and {figure(count - jobs.length)} more</li>
        )}
      </ul>
    </details>
  );
}
