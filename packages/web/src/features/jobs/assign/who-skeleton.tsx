import { Skeleton } from '@mantine/core';
import classes from './who-step.module.css';

/** The first step while the agents are being ranked; with a model that takes a moment. */
export function WhoSkeleton() {
  return (
    <div aria-busy aria-label="The agents are being ranked" role="status">
      <Skeleton height={36} />
      <div className={classes['list']}>
        {[130, 96, 120, 88, 110].map((width) => (
          <div key={width} className={classes['option']}>
            <Skeleton height={12} width={width} my={3} />
            <Skeleton height={8} width={110} className={classes['score'] ?? ''} />
            <Skeleton height={8} width={84} className={classes['load'] ?? ''} />
            <Skeleton height={8} width={64} className={classes['success'] ?? ''} />
            <span className={classes['about']}>
              <Skeleton height={10} width="70%" my={3} />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
