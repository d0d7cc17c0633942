import { Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../graphql/tada.ts';
import { AgentAvailabilityBadge } from '../../../ui/agent-availability.tsx';
import { AgentLoad } from '../../../ui/agent-load.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Option } from '../assign/option.tsx';
import classes from '../assign/who-step.module.css';

const AgentStep_Query = graphql(`
  query AgentStep($filter: AgentFilter) {
    agents(first: 50, filter: $filter) {
      totalCount
      edges { node { id name description availability activeJobs capacity } }
    }
  }
`);

export interface ChosenAgent {
  readonly id: string;
  readonly name: string;
}

/** Who gets the jobs, by hand: found by name or description, those that take jobs now first. */
export function AgentStep({ onChoose }: { onChoose: (agent: ChosenAgent) => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState<string | null>(null);
  const [wanted] = useDebouncedValue(text.trim(), 150);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [{ data, error }, look] = useQuery({
    query: AgentStep_Query,
    variables: { filter: wanted === '' ? {} : { text: wanted } },
    requestPolicy: 'cache-and-network',
  });
  const agents = (data?.agents.edges ?? [])
    .map(({ node }) => node)
    .sort((a, b) => Number(takesJobs(b)) - Number(takesJobs(a)));
  const current = agents.find(({ id }) => id === active) ?? agents[0];

  useEffect(() => {
    if (active === null) return;
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const at = agents.findIndex(({ id }) => id === current?.id);
      setActive(agents[Math.min(agents.length - 1, Math.max(0, at + step))]?.id ?? null);
    }
    if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      onChoose(current);
    }
  }

  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label="Filter the agents"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={current && `${listId}-${current.id}`}
        placeholder="Who gets them? Filter by name or description"
        leftSection={<IconSearch size={15} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(null);
        }}
        onKeyDown={onKeyDown}
      />
      {error !== undefined && (
        <ErrorNotice
          title="The agents could not be read"
          error={error}
          onRetry={() => look({ requestPolicy: 'network-only' })}
        />
      )}
      <div className={classes['list']} role="listbox" id={listId} aria-label="Agents" ref={list}>
        {agents.map((agent) => (
          <Option
            key={agent.id}
            id={`${listId}-${agent.id}`}
            isActive={agent.id === current?.id}
            canChoose
            onPoint={() => setActive(agent.id)}
            onChoose={() => onChoose(agent)}
          >
            <span className={classes['name']}>{agent.name}</span>
            <span className={classes['score']}>
              <AgentAvailabilityBadge availability={agent.availability} />
            </span>
            <span className={classes['load']}>
              <AgentLoad activeJobs={agent.activeJobs} capacity={agent.capacity} />
            </span>
            <span className={classes['about']}>{agent.description}</span>
          </Option>
        ))}
        {data === undefined && error === undefined && <AgentsSkeleton />}
        {agents.length === 0 && data !== undefined && (
          <div className={classes['none']}>
            {wanted === ''
              ? 'There are no agents yet. Register one under Agents; then jobs can be assigned.'
              : `No agent matches “${text}”.`}
          </div>
        )}
      </div>
      <div className={classes['foot']}>
        <span className={classes['keys']}>↑ ↓ to move, enter to choose</span>
        {data !== undefined && data.agents.totalCount > agents.length && (
          <span className={classes['keys']}>
            {agents.length} of {data.agents.totalCount}; filter to see others
          </span>
        )}
      </div>
    </>
  );
}

function AgentsSkeleton() {
  return [130, 96, 120, 88, 110].map((width) => (
    <div key={width} className={classes['option']} aria-hidden>
      <Skeleton height={12} width={width} my={3} />
      <Skeleton height={8} width={84} className={classes['score'] ?? ''} />
      <Skeleton height={8} width={84} className={classes['load'] ?? ''} />
      <span className={classes['about']}>
        <Skeleton height={10} width="70%" my={3} />
      </span>
    </div>
  ));
}

const takesJobs = ({ availability }: { readonly availability: string }) =>
  availability === 'AVAILABLE';
