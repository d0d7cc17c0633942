import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { readJobListView, writeJobListView } from '../features/jobs/list/job-list-url.ts';
import { useShortcut } from '../ui/shortcuts.ts';
import { listsJobs, paths } from './paths.ts';
import classes from './shell.module.css';

/** Time without a keystroke before the list is searched. */
const pauseMs = 200;

/** Searches jobs: in a list as one types, from elsewhere on Enter. */
export function SearchBox() {
  const input = useRef<HTMLInputElement>(null);
  const [path, navigate] = useLocation();
  const view = readJobListView(useSearch());
  const inList = listsJobs(path);
  const shown = inList ? view.text : '';
  const [text, setText] = useState(shown);
  const sent = useRef(shown);
  useShortcut('/', 'Anywhere', 'Search', () => input.current?.select());

  // The address changed by other means (back, "clear", another page): the field follows it.
  useEffect(() => {
    if (shown === sent.current) return;
    sent.current = shown;
    setText(shown);
  }, [shown]);

  const search = (wanted: string) => {
    const target = inList ? path : paths.jobs;
    const query = writeJobListView({ ...view, text: wanted.trim(), openJobId: null });
    sent.current = wanted.trim();
    navigate(query === '' ? target : `${target}?${query}`, { replace: inList });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: waits for a pause in typing, nothing else.
  useEffect(() => {
    if (!inList || text.trim() === sent.current) return;
    const timer = setTimeout(() => search(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <search className={classes['search']}>
      <IconSearch size={15} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label="Search jobs"
        placeholder="Search jobs"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search(text);
          if (event.key === 'Escape') {
            if (text === '') event.currentTarget.blur();
            else setText('');
            event.preventDefault();
          }
        }}
      />
      <kbd aria-hidden>/</kbd>
    </search>
  );
}
