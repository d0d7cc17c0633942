import { Link } from 'wouter';
import { count } from './figures.ts';
import classes from './page-tabs.module.css';

export interface PageTab {
  readonly href: string;
  readonly label: string;
  readonly isHere: boolean;
  /** How much waits there; nothing is shown for none. */
  readonly waiting?: number | undefined;
}

interface PageTabsProps {
  /** What the tabs are parts of. */
  readonly label: string;
  readonly tabs: readonly PageTab[];
}

/** The parts of a page, each with an address of its own. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  return (
    <nav className={classes['tabs']} aria-label={label}>
      {tabs.map(({ href, label: name, isHere, waiting = 0 }) => (
        <Link
          key={href}
          href={href}
          className={classes['tab']}
          aria-current={isHere ? 'page' : undefined}
        >
          {name}
          {waiting > 0 && <span className={classes['waiting']}>{count(waiting)}</span>}
        </Link>
      ))}
    </nav>
  );
}
