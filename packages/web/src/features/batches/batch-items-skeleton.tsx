import { Skeleton } from '@mantine/core';
import classes from './batch-items.module.css';

const titleWidths = [46, 30, 58, 38, 52];

export function BatchItemsSkeleton() {
  return (
    <table className={classes['table']} aria-busy aria-label="The jobs are being read">
      <tbody>
        {titleWidths.map((width) => (
          <tr key={width} className={classes['row']}>
            <td className={classes['outcome']}>
              <Skeleton height={12} width={80} />
            </td>
            <td className={classes['job']}>
              <Skeleton height={12} width={`${width}%`} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
