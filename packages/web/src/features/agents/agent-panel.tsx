import { ActionIcon, Skeleton, Stack } from '@mantine/core';
import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { graphql } from '../../graphql/tada.ts';
import { AgentAvailabilityBadge } from '../../ui/agent-availability.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { AgentActions, AgentActions_AgentFragment } from './agent-actions.tsx';
import { agentAddress, agentsAddress, editAgentAddress } from './agent-addresses.ts';
import { AgentFacts, AgentFacts_AgentFragment } from './agent-facts.tsx';
import { AgentJobs } from './agent-jobs.tsx';
import classes from './agent-panel.module.css';
import { AgentSchema, AgentSchema_AgentFragment } from './agent-schema.tsx';
import { AvailabilityNote, AvailabilityNote_AgentFragment } from './availability-note.tsx';
import { EditAgent_AgentFragment } from './edit-agent-fragment.ts';
import { useFresh } from './use-fresh.ts';

const EditAgentDialog = lazy(() => import('./edit-agent-dialog.tsx'));

const AgentPanel_Query = graphql(
  `
    query AgentPanel($id: ID!) {
      agent(id: $id) {
        id
        name
        description
        availability
        cooldownUntil
        ...AgentActions_AgentFragment
        ...AgentFacts_AgentFragment
        ...AgentSchema_AgentFragment
        ...AvailabilityNote_AgentFragment
        ...EditAgent_AgentFragment
      }
    }
  `,
  [
    AgentActions_AgentFragment,
    AgentFacts_AgentFragment,
    AgentSchema_AgentFragment,
    AvailabilityNote_AgentFragment,
    EditAgent_AgentFragment,
  ],
);

interface AgentPanelProps {
  readonly id: string;
  readonly isEditing: boolean;
  /** Beside the list, rather than in its place. */
  readonly isBeside: boolean;
  readonly search: string;
}

/** One agent: what it is, how it fares, its jobs, and what can be done with it. */
export function AgentPanel({ id, isEditing, isBeside, search }: AgentPanelProps) {
  const [, navigate] = useLocation();
  const [{ data, error }, look] = useQuery({
    query: AgentPanel_Query,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const lookAgain = () => look({ requestPolicy: 'network-only' });
  useFresh(lookAgain, (change) => (change.log.agent ?? change.job.agent)?.id === id);
  useShortcut('esc', 'List', 'Back to all agents', () => navigate(agentsAddress(search)));
  const agent = data?.agent;

  return (
    <article className={classes['panel']} aria-label={agent?.name ?? 'Agent'}>
      <header className={classes['head']}>
        {!isBeside && (
          <ActionIcon component={Link} href={agentsAddress(search)} aria-label="All agents">
            <IconArrowLeft size={18} aria-hidden />
          </ActionIcon>
        )}
        <div className={classes['headline']}>
          <h1 className={classes['name']}>
            {agent?.name ?? <Skeleton component="span" display="block" height={16} width={140} />}
          </h1>
          {agent && (
            <AgentAvailabilityBadge
              availability={agent.availability}
              cooldownUntil={agent.cooldownUntil}
              variant="tinted"
            />
          )}
          <span className={classes['gap']} />
          {agent && (
            <AgentActions agent={agent} onEdit={() => navigate(editAgentAddress(id, search))} />
          )}
        </div>
        {isBeside && (
          <ActionIcon
            component={Link}
            href={agentsAddress(search)}
            aria-label="Close"
            title="Close (esc)"
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        )}
      </header>
      <div className={classes['body']}>
        {error !== undefined && agent === undefined && (
          <ErrorNotice title="The agent could not be read" error={error} onRetry={lookAgain} />
        )}
        {agent === null && (
          <p className={classes['missing']}>
            No agent has this id. It may belong to another Muster.{' '}
            <Link href={agentsAddress(search)}>All agents</Link>
          </p>
        )}
        {agent === undefined && error === undefined && <PanelSkeleton />}
        {agent && (
          <>
            <p className={classes['description']}>{agent.description}</p>
            <AvailabilityNote agent={agent} />
            <AgentFacts agent={agent} />
            <AgentJobs agentId={id} />
            <AgentSchema agent={agent} />
          </>
        )}
      </div>
      {agent && isEditing && (
        <Suspense>
          <EditAgentDialog agent={agent} onClose={() => navigate(agentAddress(id, search))} />
        </Suspense>
      )}
    </article>
  );
}

function PanelSkeleton() {
  return (
    <Stack gap="sm" aria-busy>
      {[80, 60, 70, 50, 65, 40].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} />
      ))}
    </Stack>
  );
}
