import {
  IconCircleCheck,
  IconHourglass,
  IconPlayerPause,
  IconPlugConnectedX,
  IconStack2,
} from '@tabler/icons-react';
import classes from './agent-availability.module.css';

export type AgentAvailability =
  | 'AVAILABLE'
  | 'AT_CAPACITY'
  | 'COOLING_DOWN'
  | 'PAUSED'
  | 'UNREACHABLE';

/** How each availability looks and reads, everywhere. `means` says what it does to new jobs. */
export const availabilities = {
  AVAILABLE: {
    label: 'Available',
    tone: 'green',
    Icon: IconCircleCheck,
    means: 'Takes new jobs.',
  },
  AT_CAPACITY: {
    label: 'At capacity',
    tone: 'blue',
    Icon: IconStack2,
    means: 'Holds as many jobs as it may; takes new ones as soon as one ends.',
  },
  COOLING_DOWN: {
    label: 'Cooling down',
    tone: 'yellow',
    Icon: IconHourglass,
    means: 'Failed or asked to be left alone; takes new jobs again in a while.',
  },
  PAUSED: {
    label: 'Paused',
    tone: 'grey',
    Icon: IconPlayerPause,
    means: 'An operator paused it: it finishes what it holds and gets nothing new.',
  },
  UNREACHABLE: {
    label: 'Unreachable',
    tone: 'red',
    Icon: IconPlugConnectedX,
    means: 'Does not answer, or has not asked for work for a while.',
  },
} as const satisfies Record<AgentAvailability, unknown>;

export function AgentAvailabilityBadge({
  availability,
}: {
  readonly availability: AgentAvailability;
}) {
  const { label, tone, Icon, means } = availabilities[availability];
  return (
    <span className={classes['badge']} data-tone={tone} title={means}>
      <Icon size={14} stroke={2} aria-hidden />
      {label}
    </span>
  );
}
