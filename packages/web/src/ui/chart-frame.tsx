import type { ReactNode } from 'react';
import classes from './chart.module.css';
import type { ChartSeries } from './chart.ts';

interface ChartFrameProps {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly children: ReactNode;
}

/** What a chart is called and what its colours mean, above it. */
export function ChartFrame({ title, series, children }: ChartFrameProps) {
  return (
    <figure className={classes['chart']}>
      <figcaption className={classes['caption']}>
        <span className={classes['title']}>{title}</span>
        <span className={classes['legend']}>
          {series.map(({ key, label, colour }) => (
            <span key={key} className={classes['entry']}>
              <span className={classes['swatch']} style={{ background: colour }} aria-hidden />
              {label}
            </span>
          ))}
        </span>
      </figcaption>
      {children}
    </figure>
  );
}
