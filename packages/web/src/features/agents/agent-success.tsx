import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import classes from './agents-table.module.css';

export const AgentSuccess_AgentFragment = graphql(`
  fragment AgentSuccess_AgentFragment on Agent {
    successRate
    completedJobs
    failedJobs
  }
`);

/** The share of its ended jobs that it completed, and of how many: 100 % of 2 is not 97 % of 400. */
export function AgentSuccess({
  agent,
}: {
  readonly agent: FragmentOf<typeof AgentSuccess_AgentFragment>;
}) {
  const { successRate, completedJobs, failedJobs } = readFragment(
    AgentSuccess_AgentFragment,
    agent,
  );
  if (successRate === null) return <span className={classes['quiet']}>No job yet</span>;
  return (
    <span title={`${completedJobs} completed, ${failedJobs} failed`}>
      {percent(successRate)}
      <span className={classes['quiet']}> of {completedJobs + failedJobs}</span>
    </span>
  );
}

/** Rounded down, so that 100 % means every one. */
const percent = (share: number): string => `${Math.floor(share * 100)} %`;
