import { Tooltip } from '@mantine/core';
import classes from './chart.module.css';
import { type ChartBar, type ChartSeries, partsOf, totalOf } from './chart.ts';
import { ChartFrame } from './chart-frame.tsx';

interface BarChartProps {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly bars: readonly ChartBar[];
}

/** Shares: bars of one length, each split into its series. What a bar says in full shows on hover and focus. */
export function BarChart({ title, series, bars }: BarChartProps) {
  return (
    <ChartFrame title={title} series={series}>
      <ul className={classes['bars']}>
        {bars.map((bar) => (
          <li key={bar.key}>
            <span className={classes['barLabel']} title={bar.label}>
              {bar.label}
            </span>
            <Tooltip
              label={bar.account}
              events={{ hover: true, focus: true, touch: true }}
              openDelay={80}
              multiline
              maw={320}
            >
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its tooltip must be reachable by keyboard. */}
              <span role="img" tabIndex={0} aria-label={bar.account} className={classes['bar']}>
                {partsOf(series, bar, totalOf(bar)).map(({ key, share, colour }) => (
                  <span key={key} style={{ width: `${share * 100}%`, background: colour }} />
                ))}
              </span>
            </Tooltip>
            <span className={classes['barFigure']}>{bar.figure}</span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}
