import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useQuery } from 'urql';
import { type FragmentOf, graphql, readFragment, type VariablesOf } from '../../graphql/tada.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { AgentRow, AgentRow_AgentFragment } from './agent-row.tsx';
import { AgentsSkeleton } from './agents-skeleton.tsx';
import classes from './agents-table.module.css';
import { AgentsTableHead } from './agents-table-head.tsx';
import { useFresh } from './use-fresh.ts';

const AgentsTable_ConnectionFragment = graphql(
  `
    fragment AgentsTable_ConnectionFragment on QueryAgentsConnection {
      pageInfo { hasNextPage endCursor }
      edges { node { id ...AgentRow_AgentFragment } }
    }
  `,
  [AgentRow_AgentFragment],
);

const AgentsTable_Query = graphql(
  `
    query AgentsTable($first: Int!, $after: String, $filter: AgentFilter) {
      agents(first: $first, after: $after, filter: $filter) {
        totalCount
        ...AgentsTable_ConnectionFragment
      }
    }
  `,
  [AgentsTable_ConnectionFragment],
);

const pageSize = 100;

export type AgentFilter = NonNullable<VariablesOf<typeof AgentsTable_Query>['filter']>;

interface Shown {
  readonly filter: AgentFilter;
  readonly selectedId: string | null;
  /** The query of the list's address, kept when a row is opened. */
  readonly search: string;
}

interface AgentsTableProps extends Shown {
  /** What to show when the filter leaves no agent. */
  readonly empty: ReactNode;
}

/** The agents that the filter leaves, the first hundred at once. */
export function AgentsTable({ empty, ...shown }: AgentsTableProps) {
  const [{ data, error, fetching }, look] = useAgents(shown.filter, null);
  if (data === undefined) {
    return error === undefined ? (
      <AgentsSkeleton />
    ) : (
      <div className={classes['notice']}>
        <ErrorNotice
          title="The agents could not be read"
          error={error}
          onRetry={() => look({ requestPolicy: 'network-only' })}
        />
      </div>
    );
  }
  if (data.agents.totalCount === 0) return empty;
  return (
    <table className={classes['table']} aria-busy={fetching}>
      <caption className={classes['caption']}>
        {data.agents.totalCount === 1 ? '1 agent' : `${data.agents.totalCount} agents`}
      </caption>
      <AgentsTableHead />
      <AgentRows of={data.agents} {...shown} />
    </table>
  );
}

function useAgents(filter: AgentFilter, after: string | null) {
  const query = useQuery({
    query: AgentsTable_Query,
    variables: { first: pageSize, filter, after },
    requestPolicy: 'cache-and-network',
  });
  const [, look] = query;
  useFresh(
    () => look({ requestPolicy: 'network-only' }),
    () => true,
  );
  return query;
}

interface AgentRowsProps extends Shown {
  readonly of: FragmentOf<typeof AgentsTable_ConnectionFragment>;
}

/** A page of rows, and after it the next one once it is asked for. */
function AgentRows({ of, ...shown }: AgentRowsProps) {
  const { edges, pageInfo } = readFragment(AgentsTable_ConnectionFragment, of);
  const [isMoreWanted, setMoreWanted] = useState(false);
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  return (
    <>
      <tbody>
        {edges.map(({ node }) => (
          <AgentRow
            key={node.id}
            agent={node}
            isSelected={node.id === shown.selectedId}
            search={shown.search}
          />
        ))}
        {next !== null && !isMoreWanted && (
          <tr>
            <td colSpan={7}>
              <Button variant="subtle" fullWidth onClick={() => setMoreWanted(true)}>
                Show more
              </Button>
            </td>
          </tr>
        )}
      </tbody>
      {next !== null && isMoreWanted && <MoreAgentRows after={next} {...shown} />}
    </>
  );
}

function MoreAgentRows({ after, ...shown }: Shown & { readonly after: string }) {
  const [{ data, error }, look] = useAgents(shown.filter, after);
  if (data !== undefined) return <AgentRows of={data.agents} {...shown} />;
  return (
    <tbody>
      <tr>
        <td colSpan={7}>
          {error === undefined ? (
            'Reading more…'
          ) : (
            <ErrorNotice error={error} onRetry={() => look({ requestPolicy: 'network-only' })} />
          )}
        </td>
      </tr>
    </tbody>
  );
}
