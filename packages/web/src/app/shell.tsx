import { IconKeyboard } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { BatchesInProgress } from '../features/batches/batches-in-progress.tsx';
import { startLiveFeed } from '../graphql/live-feed.ts';
import { useShortcut, useShortcutListener } from '../ui/shortcuts.ts';
import { Announcer } from './announcer.tsx';
import { OfflineBar } from './live-indicator.tsx';
import { Logo } from './logo.tsx';
import { Navigation } from './navigation.tsx';
import { listsJobs, paths } from './paths.ts';
import classes from './shell.module.css';
import { TopBar } from './top-bar.tsx';

const CommandPalette = lazy(() => import('./command-palette.tsx'));
const KeyboardHelp = lazy(() => import('./keyboard-help.tsx'));

/** The frame around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const [overlay, setOverlay] = useState<'palette' | 'keyboard' | null>(null);
  const closeOverlay = () => setOverlay(null);
  const createJob = () => {
    const params = new URLSearchParams(listsJobs(path) ? search : '');
    params.set('new', 'job');
    navigate(`${listsJobs(path) ? path : paths.jobs}?${params}`);
  };

  useEffect(() => startLiveFeed(), []);
  useShortcutListener();
  useShortcut('mod+k', 'Anywhere', 'Command palette', () => setOverlay('palette'));
  useShortcut('?', 'Anywhere', 'This help', () => setOverlay('keyboard'));
  useShortcut('c', 'Anywhere', 'Create a job', createJob);
  useShortcut('g j', 'Anywhere', 'Go to jobs', () => navigate(paths.jobs));
  useShortcut('g n', 'Anywhere', 'Go to what needs you', () => navigate(paths.needsYou));
  useShortcut('g d', 'Anywhere', 'Go to decisions', () => navigate(paths.decisions));
  useShortcut('g a', 'Anywhere', 'Go to agents', () => navigate(paths.agents));
  useShortcut('g b', 'Anywhere', 'Go to batches', () => navigate(paths.batches));
  useShortcut('g m', 'Anywhere', 'Go to matching', () => navigate(paths.matching));

  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content">
        Skip to the content
      </a>
      <nav className={classes['rail']} aria-label="Main">
        <Link href={paths.jobs} className={classes['brand']}>
          <Logo />
          Muster
        </Link>
        <Navigation />
        <div className={classes['railFoot']}>
          <BatchesInProgress />
          <button
            type="button"
            className={`${classes['navItem']} ${classes['footButton']}`}
            onClick={() => setOverlay('keyboard')}
          >
            <IconKeyboard size={17} stroke={1.8} aria-hidden />
            Keyboard
          </button>
        </div>
      </nav>
      <div className={classes['main']}>
        <TopBar onOpenPalette={() => setOverlay('palette')} />
        <OfflineBar />
        <main id="content" tabIndex={-1} className={classes['content']}>
          {children}
        </main>
      </div>
      <Announcer />
      <Suspense>
        {overlay === 'palette' && (
          <CommandPalette
            onClose={closeOverlay}
            onCreateJob={createJob}
            onKeyboardHelp={() => setOverlay('keyboard')}
          />
        )}
        {overlay === 'keyboard' && <KeyboardHelp onClose={closeOverlay} />}
      </Suspense>
    </div>
  );
}
