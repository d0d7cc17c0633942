import { clsx } from './clsx.ts';
import type { StatusLook } from './job-status.ts';
import classes from './status-badge.module.css';

interface StatusBadgeProps {
  look: StatusLook;
  /** Whether the icon turns: where it is going on now, not where it is history. */
  turning?: boolean;
  struck?: boolean;
  /** `plain` for rows, where thirty tints would be loud; `tinted` where there is one. */
  variant?: 'plain' | 'tinted';
}

/** A status as icon, word and colour. */
export function StatusBadge({
  look,
  turning = false,
  struck = false,
  variant = 'plain',
}: StatusBadgeProps) {
  return (
    <span
      className={clsx(
        classes['badge'],
        classes[look.tone],
        variant === 'tinted' && classes['tinted'],
      )}
    >
      <StatusIcon look={look} turning={turning} />
      <span className={clsx(struck && classes['struck'])}>{look.label}</span>
    </span>
  );
}

interface StatusIconProps extends Pick<StatusBadgeProps, 'look' | 'turning'> {
  size?: number;
}

/** The icon alone, for where the word stands beside it anyway. */
export function StatusIcon({ look, turning = false, size = 15 }: StatusIconProps) {
  const { icon: Icon, tone } = look;
  return (
    <Icon
      className={clsx(classes['icon'], classes[tone], turning && classes['turning'])}
      color="var(--tone)"
      size={size}
      stroke={2.1}
      aria-hidden
    />
  );
}
