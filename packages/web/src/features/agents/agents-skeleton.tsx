import { Skeleton } from '@mantine/core';
import classes from './agents-table.module.css';
import { AgentsTableHead } from './agents-table-head.tsx';

const nameWidths = [96, 128, 112, 84, 120, 104];

/** The table before its first answer: the same columns and heights, so that nothing shifts. */
export function AgentsSkeleton() {
  return (
    <table className={classes['table']} aria-busy aria-label="Agents are being read">
      <AgentsTableHead />
      <tbody>
        {nameWidths.map((width) => (
          <tr key={width} className={classes['row']}>
            <td>
              <Skeleton height={12} width={width} />
            </td>
            <td className={classes['kind']}>
              <Skeleton height={12} width={48} />
            </td>
            <td>
              <Skeleton height={12} width={84} />
            </td>
            <td>
              <Skeleton height={12} width={88} />
            </td>
            <td className={classes['success']}>
              <Skeleton height={12} width={64} />
            </td>
            <td className={classes['skills']}>
              <Skeleton height={12} width={140} />
            </td>
            <td className={classes['seen']}>
              <Skeleton height={12} width={28} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
