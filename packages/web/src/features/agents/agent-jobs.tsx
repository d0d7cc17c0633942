import { Skeleton } from '@mantine/core';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { graphql } from '../../graphql/tada.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { JobStatusBadge } from '../../ui/job-status-badge.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './agent-panel.module.css';
import { useFresh } from './use-fresh.ts';

const AgentJobs_Query = graphql(`
  query AgentJobs($agentId: ID!) {
    jobs(
      first: 10
      filter: { agentId: $agentId }
      orderBy: { field: UPDATED_AT, direction: DESC }
    ) {
      totalCount
      edges { node { id title status updatedAt } }
    }
  }
`);

/** The jobs that it holds or held last, the latest first. */
export function AgentJobs({ agentId }: { readonly agentId: string }) {
  const [{ data, error }, look] = useQuery({
    query: AgentJobs_Query,
    variables: { agentId },
    requestPolicy: 'cache-and-network',
  });
  const lookAgain = () => look({ requestPolicy: 'network-only' });
  useFresh(lookAgain, (change) => (change.log.agent ?? change.job.agent)?.id === agentId);

  return (
    <section>
      <h2 className={classes['heading']}>
        Recent jobs
        {data !== undefined && data.jobs.totalCount > 0 && (
          <span className={classes['quiet']}>{data.jobs.totalCount}</span>
        )}
      </h2>
      {data === undefined && error !== undefined && (
        <ErrorNotice title="Its jobs could not be read" error={error} onRetry={lookAgain} />
      )}
      {data === undefined && error === undefined && <Skeleton height={12} width="60%" my={8} />}
      {data?.jobs.totalCount === 0 && <p className={classes['quiet']}>None so far.</p>}
      <ul className={classes['jobs']}>
        {data?.jobs.edges.map(({ node }) => (
          <li key={node.id}>
            <Link href={`/jobs/${node.id}`} className={classes['job']}>
              <span className={classes['title']}>{node.title}</span>
              <JobStatusBadge status={node.status} />
              <span className={classes['quiet']}>
                <TimeAgo at={node.updatedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
