import { useEffect, useMemo, useRef, useState } from 'react';
import { coalesce } from '../../../graphql/coalesce.ts';
import { readFragment } from '../../../graphql/tada.ts';
import { useFreshWaiting } from '../waiting/use-fresh-waiting.ts';
import type { WaitingFacts } from '../waiting/waiting-words.ts';
import type { JobListSource } from './job-list-source.ts';
import { JobRow_JobFragment } from './job-row-fragment.ts';
import type { JobListRow } from './jobs-query.ts';
import type { WaitingRow } from './waiting-rows-query.ts';

/** While one scrolls, at most so often. */
const lookEveryMs = 400;

/** Why the pending jobs among the rows in sight wait, by their ids; one query for all of them. */
export function useWaitingRows(
  source: JobListSource,
  inSight: readonly JobListRow[],
): ReadonlyMap<string, WaitingFacts> {
  const [known, setKnown] = useState<ReadonlyMap<string, WaitingRow>>(new Map());
  const pending = inSight
    .map((row) => readFragment(JobRow_JobFragment, row))
    .filter(({ status }) => status === 'PENDING');

  const look = async () => {
    const found = await source.readWaiting(pending.map(({ id }) => id));
    if (found.length === 0) return;
    setKnown((before) => new Map([...before, ...found.map((row) => [row.id, row] as const)]));
  };
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  });
  useFreshWaiting(() => void look(), pending.length > 0);

  // A job that changed waits for something else now: what is shown of it stays until the answer is there.
  const unknown = pending.filter(({ id, version }) => (known.get(id)?.version ?? 0) < version);
  const unknownKey = unknown.map(({ id, version }) => `${id} ${version}`).join();
  const soon = useMemo(() => coalesce(() => void latest.current(), lookEveryMs), []);
  useEffect(() => soon.cancel, [soon]);
  useEffect(() => {
    if (unknownKey !== '') soon.call();
  }, [unknownKey, soon]);

  return useMemo(
    () =>
      new Map([...known].flatMap(([id, { waiting }]) => (waiting === null ? [] : [[id, waiting]]))),
    [known],
  );
}
