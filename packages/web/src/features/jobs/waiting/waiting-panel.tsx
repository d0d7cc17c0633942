import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { useNow } from '../../../ui/use-now.ts';
import classes from './waiting.module.css';
import { Waiting_JobFragment } from './waiting-fragment.ts';
import { WaitingHelp } from './waiting-help.tsx';
import { inReadersZone, sayEstimate, sayWaiting } from './waiting-words.ts';

interface WaitingPanelProps {
  readonly job: FragmentOf<typeof Waiting_JobFragment>;
  /** The decision, for a job that waits for one. */
  readonly decide: ReactNode;
}

/** Why a pending job waits, for how long, who comes nearest, and what helps; nothing for a job that does not wait. */
export function WaitingPanel({ job, decide }: WaitingPanelProps) {
  const { id, status, attention, waiting, nextAttemptAt } = readFragment(Waiting_JobFragment, job);
  const nowMs = useNow('brisk');
  if (status !== 'PENDING' || waiting === null) return null;
  const { position, nearest } = waiting;
  const estimate = sayEstimate(waiting);
  return (
    <section aria-label="Why is it waiting?" className={classes['panel']}>
      <h2 className={classes['heading']}>Why is it waiting?</h2>
      <p className={classes['message']}>{sayWaiting(waiting, { nextAttemptAt, nowMs })}</p>
      {(position !== null || estimate !== null || nearest !== null) && (
        <dl className={classes['facts']}>
          {position !== null && <Fact name="Position">{position}</Fact>}
          {estimate !== null && <Fact name="Estimated wait">{estimate}</Fact>}
          {nearest !== null && (
            <Fact name="Nearest agent">
              <Link href={`/agents/${nearest.agent.id}`} className={classes['agent']}>
                {nearest.agent.name}
              </Link>{' '}
              {inReadersZone(nearest.missing, nowMs)}
            </Fact>
          )}
        </dl>
      )}
      {attention === 'NEEDS_DECISION' && decide}
      <WaitingHelp jobId={id} reason={waiting.reason} nearest={nearest?.agent ?? null} />
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
