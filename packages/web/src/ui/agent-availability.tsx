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
import { exactTime, timeAhead } from './relative-time.ts';
import { useNow } from './use-now.ts';

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
    means:
      'Left alone for a while, after it was out of reach or out of quota; then it is tried again.',
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
    means: 'Does not answer, or has stopped asking for work; takes jobs again as soon as it does.',
  },
} as const satisfies Record<string, AvailabilityLook>;

type AgentAvailability = keyof typeof availabilityLook;

interface AgentAvailabilityBadgeProps {
  availability: AgentAvailability;
  /** Until when it is left alone, while it cools down. */
  cooldownUntil?: string | null;
  /** `plain` for rows, `tinted` where there is one. */
  variant?: 'plain' | 'tinted';
}

/** Whether an agent takes jobs now, as icon, word and colour; what it means on hover. */
export function AgentAvailabilityBadge({
  availability,
  cooldownUntil = null,
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
      {availability === 'COOLING_DOWN' && cooldownUntil !== null && <Until at={cooldownUntil} />}
    </span>
  );
}

function Until({ at }: { at: string }) {
  const nowMs = useNow();
  const atMs = Date.parse(at);
  // It is known to have ended only when the server says so.
  if (atMs <= nowMs) return null;
  return (
    <time dateTime={at} title={exactTime(atMs)} data-until>
      until {timeAhead(atMs, nowMs)}
    </time>
  );
}
