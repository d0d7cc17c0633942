import { IconBell, IconList, IconListCheck, IconRobot, IconTargetArrow } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { useNeedsYou } from '../features/jobs/use-status-counts.ts';
import { paths } from './paths.ts';
import classes from './shell.module.css';

const items = [
  { path: paths.jobs, label: 'Jobs', icon: IconList },
  { path: paths.needsYou, label: 'Needs you', icon: IconBell },
  { path: paths.agents, label: 'Agents', icon: IconRobot },
  { path: paths.batches, label: 'Batches', icon: IconListCheck },
  { path: paths.matching, label: 'Matching', icon: IconTargetArrow },
] as const;

/** The parts of the console: a rail at the left, a bar at the bottom of a phone. */
export function Navigation() {
  const [location] = useLocation();
  const { undecided, stopped } = useNeedsYou();
  return (
    <div className={classes['nav']}>
      {items.map(({ path, label, icon: Icon }) => {
        const here = location === path || location.startsWith(`${path}/`);
        const isNeedsYou = path === paths.needsYou;
        const count = isNeedsYou ? undecided + stopped : 0;
        return (
          <Link
            key={path}
            // To where most can be done with a key.
            href={isNeedsYou && undecided > 0 ? paths.decisions : path}
            className={classes['navItem']}
            aria-current={here ? 'page' : undefined}
          >
            <Icon size={17} stroke={1.8} aria-hidden />
            <span className={classes['navLabel']}>{label}</span>
            {count > 0 && (
              <span className={classes['navCount']}>
                {count > 999 ? '999+' : count}
                <span className={classes['hidden']}> jobs</span>
              </span>
            )}
          </Link>
        );
      })}
    </div>
  );
}
