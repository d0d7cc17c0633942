import { Button } from '@mantine/core';
import { IconKey, IconPencil, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import { setAgentPaused } from './agent-api.ts';
import classes from './agent-panel.module.css';

const RotateToken = lazy(() => import('./rotate-token.tsx'));

export const AgentActions_AgentFragment = graphql(`
  fragment AgentActions_AgentFragment on Agent {
    id
    name
    kind
    paused
  }
`);

interface AgentActionsProps {
  readonly agent: FragmentOf<typeof AgentActions_AgentFragment>;
  readonly onEdit: () => void;
}

export function AgentActions({ agent: masked, onEdit }: AgentActionsProps) {
  const agent = readFragment(AgentActions_AgentFragment, masked);
  const [isRotating, setRotating] = useState(false);
  const pause = useAction(setAgentPaused);
  return (
    <div className={classes['actions']}>
      <Button
        variant="default"
        loading={pause.pending}
        title={
          agent.paused ? 'It gets new jobs again' : 'It finishes what it holds and gets no new jobs'
        }
        leftSection={
          agent.paused ? (
            <IconPlayerPlay size={14} aria-hidden />
          ) : (
            <IconPlayerPause size={14} aria-hidden />
          )
        }
        onClick={() => void pause.run(agent.id, !agent.paused)}
      >
        {agent.paused ? 'Resume' : 'Pause'}
      </Button>
      {agent.kind === 'PULL' && (
        <Button
          variant="default"
          leftSection={<IconKey size={14} aria-hidden />}
          onClick={() => setRotating(true)}
        >
          New token
        </Button>
      )}
      <Button variant="default" leftSection={<IconPencil size={14} aria-hidden />} onClick={onEdit}>
        Edit
      </Button>
      {pause.error !== null && (
        <div className={classes['refusal']}>
          <ErrorNotice
            title={agent.paused ? 'It was not resumed' : 'It was not paused'}
            error={pause.error}
          />
        </div>
      )}
      {isRotating && (
        <Suspense>
          <RotateToken agentId={agent.id} name={agent.name} onClose={() => setRotating(false)} />
        </Suspense>
      )}
    </div>
  );
}
