// biome-ignore-all lint/a11y/useSemanticElements: SVG has no fieldset.
// biome-ignore-all lint/a11y/noInteractiveElementToNoninteractiveRole: its tooltip must be reachable by keyboard.
import { Tooltip } from '@mantine/core';
import { percent } from '../../../ui/figures.ts';
import type { ReliabilityBin } from './learning-query.ts';
import classes from './reliability-chart.module.css';
import { sayBin } from './reliability-words.ts';

const size = 300;
const left = 44;
const bottom = 38;
const edge = 10;
const ticks = [0, 0.25, 0.5, 0.75, 1];

const xOf = (share: number) => left + share * (size - left - edge);
const yOf = (share: number) => edge + (1 - share) * (size - bottom - edge);

/** Said against right, a point for each bin, as large as it has decisions; on the diagonal it says what is so. */
export function ReliabilityChart({ bins }: { readonly bins: readonly ReliabilityBin[] }) {
  const most = Math.max(1, ...bins.map(({ decisions }) => decisions));
  return (
    <svg
      className={classes['chart']}
      viewBox={`0 0 ${size} ${size}`}
      role="group"
      aria-label="How sure the matcher said it was, against how many decisions were right"
    >
      <g aria-hidden>
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              className={classes['grid']}
              x1={xOf(0)}
              x2={xOf(1)}
              y1={yOf(tick)}
              y2={yOf(tick)}
            />
            <text x={left - 6} y={yOf(tick) + 4} textAnchor="end">
              {percent(tick)}
            </text>
            <text x={xOf(tick)} y={size - bottom + 16} textAnchor="middle">
              {percent(tick)}
            </text>
          </g>
        ))}
        <line className={classes['diagonal']} x1={xOf(0)} y1={yOf(0)} x2={xOf(1)} y2={yOf(1)} />
        <text x={xOf(0.5)} y={size - 4} textAnchor="middle" className={classes['axis']}>
          said
        </text>
        <text
          transform={`translate(10 ${yOf(0.5)}) rotate(-90)`}
          textAnchor="middle"
          className={classes['axis']}
        >
          right
        </text>
      </g>
      {bins.map((bin) => {
        const { meanConfidence, shareRight, decisions, from } = bin;
        if (meanConfidence === null || shareRight === null) return null;
        return (
          <g key={from}>
            <line
              className={classes['gap']}
              x1={xOf(meanConfidence)}
              x2={xOf(meanConfidence)}
              y1={yOf(meanConfidence)}
              y2={yOf(shareRight)}
              aria-hidden
            />
            <Tooltip
              label={sayBin(bin)}
              events={{ hover: true, focus: true, touch: true }}
              openDelay={80}
            >
              <circle
                className={classes['point']}
                role="img"
                tabIndex={0}
                aria-label={sayBin(bin)}
                cx={xOf(meanConfidence)}
                cy={yOf(shareRight)}
                r={4 + 7 * Math.sqrt(decisions / most)}
              />
            </Tooltip>
          </g>
        );
      })}
    </svg>
  );
}
