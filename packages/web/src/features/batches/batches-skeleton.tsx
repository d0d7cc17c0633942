import { Skeleton } from '@mantine/core';
import classes from './batches-table.module.css';
import { BatchesTableHead } from './batches-table-head.tsx';

const nameWidths = [128, 196, 112, 164, 140];

/** The table before its first answer: the same columns and heights, so that nothing shifts. */
export function BatchesSkeleton() {
  return (
    <table className={classes['table']} aria-busy aria-label="Batches are being read">
      <BatchesTableHead />
      <tbody>
        {nameWidths.map((width) => (
          <tr key={width} className={classes['row']}>
            <td className={classes['name']}>
              <Skeleton height={12} width={width} />
            </td>
            <td className={classes['state']}>
              <Skeleton height={12} width={72} />
            </td>
            <td className={classes['progress']}>
              <Skeleton height={12} />
            </td>
            <td className={classes['actor']}>
              <Skeleton height={12} width={56} />
            </td>
            <td className={classes['age']}>
              <Skeleton height={12} width={28} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
