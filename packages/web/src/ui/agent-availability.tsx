import {
  IconCircleCheck,
  IconHourglass,
  IconPlayerPause,
  IconPlugConnectedX,
  IconStack2,
} from '@tabler/icons-react';
import classes from './agent-availability.module.css';
import { clsx } from './clsx.ts';
import type { StatusTone } from './job-status.ts';

interface AvailabilityLook {
  label: string;
  icon: typeof IconStack2;
  tone: StatusTone;
  /** What it does to new jobs. */
  means: string;
}

/** How each availability is called, drawn and coloured, everywhere. */
const availabilityLook = {
  AVAILABLE: {
    label: 'Available',
    icon: IconCircleCheck,
    tone: 'green',
    means: 'Takes new jobs.',
  },
  AT_CAPACITY: {
    label: 'At capacity',
    icon: IconStack2,
    tone: 'blue',
    means: 'Holds as many jobs as it may; takes new ones as soon as one ends.',
  },
  COOLING_DOWN: {
    label: 'Cooling down',
    icon: IconHourglass,
    tone: 'yellow',
    means: 'Failed or asked to be left alone; takes new jobs again in a while.',
  },
  PAUSED: {
    label: 'Paused',
    icon: IconPlayerPause,
    tone: 'grey',
    means: 'An operator paused it: it finishes what it holds and gets nothing new.',
  },
  UNREACHABLE: {
    label: 'Unreachable',
    icon: IconPlugConnectedX,
    tone: 'red',
    means: 'Does not answer, or has not asked for work for a while.',
  },
} as const satisfies Record<string, AvailabilityLook>;

type AgentAvailability = keyof typeof availabilityLook;

interface AgentAvailabilityBadgeProps {
  availability: AgentAvailability;
  /** `plain` for rows, `tinted` where there is one. */
  variant?: 'plain' | 'tinted';
}

/** Whether an agent takes jobs now, as icon, word and colour; what it means on hover. */
export function AgentAvailabilityBadge({
  availability,
  variant = 'plain',
}: AgentAvailabilityBadgeProps) {
  const { label, icon: Icon, tone, means } = availabilityLook[availability];
  return (
    <span
      className={clsx(classes['badge'], classes[tone], variant === 'tinted' && classes['tinted'])}
      title={means}
    >
      <Icon size={15} stroke={2.1} aria-hidden />
      {label}
    </span>
  );
}
