import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { count, percent } from '../../../ui/figures.ts';
import classes from '../matching-page.module.css';
import type { QualityRow } from './quality-query.ts';
import { type Grouping, groupings } from './quality-search.ts';
import { firstShare, otherwise, part, rowLabel } from './quality-words.ts';

interface QualityTableProps {
  readonly rows: readonly QualityRow[];
  readonly total: QualityRow;
  readonly by: Grouping;
}

/** The chart's figures, all of them. */
export function QualityTable({ rows, total, by }: QualityTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={classes['tableScroll']} tabIndex={0} aria-label="The figures">
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{groupings[by].label}</th>
            <th scope="col">Decisions</th>
            <th scope="col">First attempt</th>
            <th scope="col">Overridden</th>
            <th scope="col">Rejected</th>
            <th scope="col">Failed</th>
            <th scope="col">Otherwise</th>
            <th scope="col">Open</th>
            <th scope="col">Mean confidence</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.key} row={row} name={<Name row={row} by={by} />} />
          ))}
        </tbody>
        <tfoot>
          <Row row={total} name="All" />
        </tfoot>
      </table>
    </section>
  );
}

function Row({ row, name }: { readonly row: QualityRow; readonly name: ReactNode }) {
  const { decisions, overridden, rejected, failed, open, meanConfidence } = row;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{count(decisions)}</td>
      <td>{firstShare(row)}</td>
      <td>{part(overridden, decisions)}</td>
      <td>{part(rejected, decisions)}</td>
      <td>{part(failed, decisions)}</td>
      <td>{part(otherwise(row), decisions)}</td>
      <td>{part(open, decisions)}</td>
      <td>{meanConfidence === null ? '–' : percent(meanConfidence)}</td>
    </tr>
  );
}

function Name({ row, by }: { readonly row: QualityRow; readonly by: Grouping }) {
  const label = rowLabel(row, by);
  const href =
    by === 'AGENT' && row.agent !== null
      ? `/agents/${encodeURIComponent(row.agent.id)}`
      : by === 'POLICY_VERSION'
        ? `/matching?version=${row.key}`
        : null;
  if (href === null) return label;
  return (
    <Link href={href} className={classes['link']}>
      {label}
    </Link>
  );
}
