// biome-ignore-all lint/a11y/useSemanticElements: a real table cannot lay out only the rows in sight.
// biome-ignore-all lint/a11y/useFocusableInteractive: it is a table of links; the links have the focus.
import { Button, Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { clsx } from '../../../ui/clsx.ts';
import { countSelected, isSelected, type Selection, tickOfAll } from '../batch/selection.ts';
import { useRowTicking } from '../batch/use-row-ticking.ts';
import type { Ticking } from '../batch/use-selection.ts';
import { useSelectionKeys } from '../batch/use-selection-keys.ts';
import type { JobSort } from './job-list-url.ts';
import { JobRow } from './job-row.tsx';
import classes from './job-table.module.css';
import { JobTableHead } from './job-table-head.tsx';
import { SortSelect } from './sort-select.tsx';
import type { JobList } from './use-job-list.ts';
import { useRowFocus } from './use-row-focus.ts';
import { useWaitingRows } from './use-waiting-rows.ts';

interface JobTableProps {
  list: JobList;
  sort: JobSort;
  onSort: (sort: JobSort) => void;
  openJobId: string | null;
  /** The address that shows this job. */
  hrefOf: (jobId: string) => string;
  /** Shows another job in the panel that is open. */
  onMove: (jobId: string) => void;
  selection: Selection;
  ticking: Ticking;
}

/** Narrower than this, a row takes two lines; the style sheet has the same number. */
const twoLinesBelowPx = 560;

/** The list: only the rows in sight are in the page, more are read as one comes near the end. */
export function JobTable(props: JobTableProps) {
  const { list, sort, onSort, openJobId, hrefOf, onMove, selection, ticking } = props;
  const { rows, source, hasMore, waiting, totalCount } = list;
  const scroll = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const twoLines = width > 0 && width <= twoLinesBelowPx;
  const rowHeight = twoLines ? 56 : 36;

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measure again when the height changes.
  useEffect(() => {
    virtualizer.measure();
  }, [rowHeight, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - 20) source.loadMore();
  }, [hasMore, lastShown, rows.length, source]);

  const inSight = items.flatMap(({ index }) => rows[index] ?? []);
  const whyWaiting = useWaitingRows(source, inSight);

  useRowFocus({
    rows,
    container: scroll,
    scrollToIndex: (index) => virtualizer.scrollToIndex(index),
    openJobId,
    onMove,
  });
  const selecting = selection.selecting || countSelected(selection, 1) > 0;
  useSelectionKeys(ticking, openJobId);
  const rowTicking = useRowTicking(ticking, twoLines && selecting);
  const tick = tickOfAll(
    selection,
    rows.map(({ id }) => id),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view begins at its top.
  useEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
  }, [source]);

  return (
    <div className={classes['table']} ref={sizeRef} data-selecting={selecting || undefined}>
      {waiting > 0 && (
        <Button
          className={classes['waiting'] ?? ''}
          radius="xl"
          leftSection={<IconArrowUp size={14} aria-hidden />}
          onClick={() => {
            source.follow(true);
            scroll.current?.scrollTo({ top: 0 });
          }}
        >
          {waiting} new
        </Button>
      )}
      <SortSelect sort={sort} onSort={onSort} selecting={selecting} ticking={ticking} />
      <div
        role="table"
        aria-label="Jobs"
        aria-rowcount={totalCount === null ? -1 : totalCount + 1}
        aria-busy={list.loading || list.stale}
        className={clsx(classes['table'], list.stale && classes['stale'])}
      >
        <JobTableHead sort={sort} onSort={onSort} tick={tick} ticking={ticking} />
        <div
          role="rowgroup"
          ref={scroll}
          className={classes['scroll']}
          onScroll={(event) => source.follow(event.currentTarget.scrollTop < 8)}
        >
          {list.loading ? (
            <SkeletonRows height={rowHeight} />
          ) : (
            <div
              className={classes['rows']}
              style={{ height: virtualizer.getTotalSize() }}
              {...rowTicking}
            >
              {items.map((item) => {
                const row = rows[item.index];
                if (row === undefined) return null;
                return (
                  <JobRow
                    key={row.id}
                    job={row}
                    rowIndex={item.index + 2}
                    offset={item.start}
                    open={row.id === openJobId}
                    href={hrefOf(row.id)}
                    waiting={whyWaiting.get(row.id) ?? null}
                    ticked={isSelected(selection, row.id)}
                    ticking={ticking}
                  />
                );
              })}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

const skeletonWidths = [46, 30, 58, 38, 52, 34, 44, 60, 36, 48];

function SkeletonRows({ height }: { height: number }) {
  return (
    <div className={classes['rows']} aria-hidden>
      {skeletonWidths.map((width, index) => (
        <div
          key={width}
          className={classes['row']}
          style={{ transform: `translateY(${index * height}px)` }}
        >
          <Skeleton height={12} width={90} radius="xl" />
          <Skeleton height={12} width={`${width}%`} radius="xl" />
          <Skeleton height={12} width={80} radius="xl" />
        </div>
      ))}
    </div>
  );
}
