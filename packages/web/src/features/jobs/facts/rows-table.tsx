import { useState } from 'react';
import type { Json } from '../../../graphql/tada.ts';
import { clsx } from '../../../ui/clsx.ts';
import { isScalar, type JsonObject } from './result-shape.ts';
import classes from './result-view.module.css';

const step = 100;

interface RowsTableProps {
  label: string;
  columns: readonly string[];
  rows: readonly JsonObject[];
}

/** An array of objects as a table. */
export function RowsTable({ label, columns, rows }: RowsTableProps) {
  const [shown, setShown] = useState(step);
  const isNumeric = (column: string) =>
    rows.every((row) => typeof (row[column] ?? 0) === 'number') &&
    rows.some((row) => typeof row[column] === 'number');
  const numeric = new Set(columns.filter(isNumeric));
  const align = (column: string) => clsx(numeric.has(column) && classes['number']);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className={classes['scroller']} tabIndex={0} aria-label={label}>
        <table className={classes['table']}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" className={align(column)}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a result have no identity but their place.
              <tr key={index}>
                {columns.map((column) => {
                  const value = row[column];
                  const inner = typeof value === 'object' && value !== null;
                  return (
                    <td
                      key={column}
                      className={clsx(align(column), inner && classes['inner'])}
                      title={inner ? JSON.stringify(value) : cellText(value)}
                    >
                      {cellText(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shown && (
        <button type="button" className={classes['toggle']} onClick={() => setShown(shown + step)}>
          Show more of {rows.length} rows
        </button>
      )}
    </>
  );
}

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 4, useGrouping: false });

function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return plain.format(value);
  if (typeof value !== 'object') return String(value);
  if (!Array.isArray(value)) return counted(Object.keys(value).length, 'field');
  return value.every(isScalar) ? value.join(', ') : counted(value.length, 'item');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
