import { ActionIcon } from '@mantine/core';
import { IconCommand } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { ColorSchemeMenu } from './color-scheme-menu.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { Logo } from './logo.tsx';
import { paths } from './paths.ts';
import { SearchBox } from './search-box.tsx';
import classes from './shell.module.css';

/** Where one is, and what is at hand everywhere. */
export function TopBar({ onOpenPalette }: { onOpenPalette: () => void }) {
  return (
    <section className={classes['top']} aria-label="Where you are, search and tools">
      <span className={classes['topLogo']}>
        <Logo size={20} />
      </span>
      <Whereabouts />
      <SearchBox />
      <div className={classes['topTools']}>
        <LiveIndicator />
        <ActionIcon
          aria-label="Command palette"
          aria-keyshortcuts="Control+K Meta+K"
          title="Command palette (Ctrl or ⌘ K)"
          onClick={onOpenPalette}
        >
          <IconCommand size={17} stroke={1.8} aria-hidden />
        </ActionIcon>
        <ColorSchemeMenu />
      </div>
    </section>
  );
}

const names = [
  { path: paths.jobs, label: 'Jobs', part: 'Job' },
  { path: paths.needsYou, label: 'Needs you', part: 'Job' },
  { path: paths.agents, label: 'Agents', part: 'Agent' },
  { path: paths.batches, label: 'Batches', part: 'Batch' },
  { path: paths.matching, label: 'Matching', part: '' },
] as const;

function Whereabouts() {
  const [location] = useLocation();
  const place = names.find(({ path }) => location === path || location.startsWith(`${path}/`));
  if (place === undefined) return <span className={classes['where']}>Muster</span>;
  const part = location === paths.decisions ? 'Decisions' : place.part;
  const deeper = location !== place.path && part !== '';
  return (
    <nav className={classes['where']} aria-label="Where you are">
      {deeper ? (
        <>
          <Link href={place.path}>{place.label}</Link>
          <span aria-hidden> / </span>
          <span aria-current="page">{part}</span>
        </>
      ) : (
        <span aria-current="page">{place.label}</span>
      )}
    </nav>
  );
}
