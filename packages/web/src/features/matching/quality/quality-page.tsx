import { NativeSelect, SegmentedControl, Skeleton, VisuallyHidden } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useLocation, useSearch } from 'wouter';
import { BarChart } from '../../../ui/bar-chart.tsx';
import { ColumnChart } from '../../../ui/column-chart.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import classes from '../matching-page.module.css';
import {
  groupings,
  isGrouping,
  isRange,
  type QualitySearch,
  ranges,
  readQualitySearch,
  writeQualitySearch,
} from './quality-search.ts';
import { QualityTable } from './quality-table.tsx';
import { QualityTotal } from './quality-total.tsx';
import { barOf, outcomeSeries } from './quality-words.ts';
import { type Quality, useQuality } from './use-quality.ts';

/** More bars than one compares at a glance; the table has them all. */
const shownBars = 12;

/** How the matcher's decisions turned out. */
export function QualityPage() {
  const [, navigate] = useLocation();
  const wanted = readQualitySearch(useSearch());
  const quality = useQuality(wanted);
  const change = (part: Partial<QualitySearch>) =>
    navigate(`/matching/quality${writeQualitySearch({ ...wanted, ...part })}`, { replace: true });
  return (
    <div className={classes['part']}>
      <VisuallyHidden component="h1">Matching quality</VisuallyHidden>
      <div className={classes['tools']}>
        <SegmentedControl
          size="xs"
          aria-label="Time"
          value={wanted.range}
          data={Object.entries(ranges).map(([value, { label }]) => ({ value, label }))}
          onChange={(range) => isRange(range) && change({ range })}
        />
        <NativeSelect
          size="xs"
          aria-label="Grouped by"
          value={wanted.by}
          data={Object.entries(groupings).map(([value, { label }]) => ({
            value,
            label: `By ${label.toLowerCase()}`,
          }))}
          onChange={(event) => {
            const by = event.currentTarget.value;
            if (isGrouping(by)) change({ by });
          }}
        />
      </div>
      {quality.error !== null && (
        <ErrorNotice
          error={quality.error}
          title="The quality could not be read"
          onRetry={quality.again}
        />
      )}
      {quality.data === null && quality.error === null && <QualitySkeleton />}
      {quality.data !== null && <Figures quality={quality} data={quality.data} />}
    </div>
  );
}

interface FiguresProps {
  readonly quality: Quality;
  readonly data: NonNullable<Quality['data']>;
}

function Figures({ quality: { by, range, isStale }, data }: FiguresProps) {
  const { total, rows } = data;
  if (total.decisions === 0) {
    return (
      <EmptyState icon={IconChartBar} title="No decision in this time">
        As soon as jobs are given to agents, you see here how often the first choice was the right
        one: by agent, skill, day, and version of policy and matcher.
      </EmptyState>
    );
  }
  const title = `What became of the decisions of the last ${ranges[range].label}, by ${groupings[by].label.toLowerCase()}`;
  const Chart = by === 'DAY' ? ColumnChart : BarChart;
  const bars = (by === 'DAY' ? rows : rows.slice(0, shownBars)).map((row) => barOf(row, by));
  return (
    <div className={classes['figures']} aria-busy={isStale} data-stale={isStale || undefined}>
      <QualityTotal total={total} />
      <Chart title={title} series={outcomeSeries} bars={bars} />
      {bars.length < rows.length && (
        <p className={classes['quiet']}>
          The {bars.length} with the most decisions are drawn; all {rows.length} are in the table.
        </p>
      )}
      <QualityTable rows={rows} total={total} by={by} />
    </div>
  );
}

function QualitySkeleton() {
  return (
    <div aria-busy>
      <Skeleton height={58} radius="md" />
      {[88, 74, 61, 47].map((width) => (
        <Skeleton key={width} height={16} width={`${width}%`} radius="sm" mt={14} />
      ))}
    </div>
  );
}
