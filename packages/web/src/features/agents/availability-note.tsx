import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import { elapsed, relativeTime, timeAhead } from '../../ui/relative-time.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from './agent-panel.module.css';

export const AvailabilityNote_AgentFragment = graphql(`
  fragment AvailabilityNote_AgentFragment on Agent {
    id
    kind
    availability
    cooldownUntil
    lastSeenAt
    activeJobs
  }
`);

/** Why an agent that is down is down, when it is back, and what one can do; nothing for one that is up. */
export function AvailabilityNote({
  agent,
}: {
  readonly agent: FragmentOf<typeof AvailabilityNote_AgentFragment>;
}) {
  const { kind, availability, cooldownUntil, lastSeenAt, activeJobs } = readFragment(
    AvailabilityNote_AgentFragment,
    agent,
  );
  const nowMs = useNow('brisk');
  switch (availability) {
    case 'COOLING_DOWN':
      return <p className={classes['note']}>{sayCoolingDown(cooldownUntil, nowMs)}</p>;
    case 'UNREACHABLE':
      return (
        <p className={classes['note']}>
          {kind === 'PULL' ? saySilent(lastSeenAt, nowMs) : sayNoAnswer}
        </p>
      );
    case 'PAUSED':
      return (
        <p className={classes['note']}>
          {activeJobs === 0
            ? 'It gets no jobs until it is resumed.'
            : 'It finishes what it holds, and gets no more until it is resumed.'}
        </p>
      );
    case 'AVAILABLE':
    case 'AT_CAPACITY':
      return null;
  }
}

function sayCoolingDown(until: string | null, nowMs: number): string {
  const why = 'It was out of reach or out of quota, so it is left alone';
  if (until === null) return `${why} for a while.`;
  const untilMs = Date.parse(until);
  if (untilMs <= nowMs) return 'Its rest is over: the next job that fits tries it.';
  return `${why} until ${timeAhead(untilMs, nowMs)}, for another ${elapsed(untilMs - nowMs)}. Then one job tries it.`;
}

const sayNoAnswer =
  'Its endpoint does not answer. See whether it runs: it is asked again and again, and gets jobs as soon as it answers.';

function saySilent(lastSeenAt: string | null, nowMs: number): string {
  const since =
    lastSeenAt === null
      ? 'It has never asked for work.'
      : `It last asked for work ${relativeTime(Date.parse(lastSeenAt), nowMs)}.`;
  return `${since} See whether it runs and has its token: it gets jobs again as soon as it asks.`;
}
