// biome-ignore-all lint/a11y/useSemanticElements: SVG has no fieldset.
// biome-ignore-all lint/a11y/noInteractiveElementToNoninteractiveRole: its tooltip must be reachable by keyboard.
import { Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import classes from './chart.module.css';
import { axisSteps, type ChartBar, type ChartSeries, partsOf, totalOf } from './chart.ts';
import { ChartFrame } from './chart-frame.tsx';
import { count } from './figures.ts';

interface ColumnChartProps {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  /** From left to right. */
  readonly bars: readonly ChartBar[];
}

const height = 180;
const top = 8;
const bottom = 22;
const left = 36;
const plot = height - top - bottom;
const labelWidth = 64;

/** Counts over time: stacked columns from the left to the right. What one says in full shows on hover and focus. */
export function ColumnChart({ title, series, bars }: ColumnChartProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const steps = axisSteps(Math.max(0, ...bars.map(totalOf)));
  const most = steps.at(-1) ?? 1;
  const slot = bars.length === 0 ? 0 : Math.max(0, width - left) / bars.length;
  const columnWidth = Math.min(36, Math.max(1, slot * 0.72));
  const labelEvery = Math.max(1, Math.ceil(labelWidth / Math.max(slot, 1)));
  const yOf = (value: number) => top + plot * (1 - value / most);
  return (
    <ChartFrame title={title} series={series}>
      <div ref={ref} style={{ height }}>
        {width > 0 && (
          <svg
            className={classes['columns']}
            width={width}
            height={height}
            role="group"
            aria-label={title}
          >
            {steps.map((step) => (
              <g key={step} aria-hidden>
                <line
                  className={classes['grid']}
                  x1={left}
                  x2={width}
                  y1={yOf(step)}
                  y2={yOf(step)}
                />
                <text x={left - 8} y={yOf(step) + 4} textAnchor="end">
                  {count(step)}
                </text>
              </g>
            ))}
            {bars.map((bar, index) => {
              const x = left + slot * index + (slot - columnWidth) / 2;
              return (
                <g key={bar.key}>
                  {partsOf(series, bar, most).map(({ key, start, share, colour }) => (
                    <rect
                      key={key}
                      x={x}
                      width={columnWidth}
                      y={top + plot * (1 - start - share)}
                      height={plot * share}
                      fill={colour}
                    />
                  ))}
                  {index % labelEvery === 0 && (
                    <text x={x + columnWidth / 2} y={height - 6} textAnchor="middle" aria-hidden>
                      {bar.label}
                    </text>
                  )}
                  <Tooltip
                    label={bar.account}
                    events={{ hover: true, focus: true, touch: true }}
                    openDelay={80}
                    multiline
                    maw={320}
                  >
                    <rect
                      className={classes['hit']}
                      role="img"
                      tabIndex={0}
                      aria-label={bar.account}
                      x={left + slot * index}
                      width={slot}
                      y={top}
                      height={plot}
                    />
                  </Tooltip>
                </g>
              );
            })}
          </svg>
        )}
      </div>
    </ChartFrame>
  );
}
