import { Button, NativeSelect, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue, useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useMemo } from 'react';
import { useLocation, useRoute, useSearch } from 'wouter';
import { useShortcut } from '../../ui/shortcuts.ts';
import { agentAddress, agentsAddress, newAgentAddress } from './agent-addresses.ts';
import { agentKinds } from './agent-kinds.ts';
import { AgentPanel } from './agent-panel.tsx';
import { AgentsEmpty, NoAgentFits } from './agents-empty.tsx';
import classes from './agents-page.module.css';
import {
  type AgentsSearch,
  isAgentKind,
  readAgentsSearch,
  writeAgentsSearch,
} from './agents-search.ts';
import { AgentsTable } from './agents-table.tsx';
import { useAgentListKeys } from './use-agent-list-keys.ts';

const RegisterAgentDialog = lazy(() => import('./register-agent-dialog.tsx'));

/**
 * `/agents`, `/agents/new`, `/agents/:id` and `/agents/:id/edit`: the list, with the agent beside it where there is
 * room and in its place where there is not.
 */
export function AgentsPage() {
  const [, params] = useRoute('/agents/:id?/:action?');
  const [, navigate] = useLocation();
  useDocumentTitle('Agents · Muster');
  const search = useSearch();
  const isWide = useMediaQuery('(min-width: 1140px)', true, { getInitialValueInEffect: false });
  const isNew = params?.id === 'new';
  const selectedId = isNew ? null : (params?.id ?? null);

  const { text, kind } = readAgentsSearch(search);
  const [settledText] = useDebouncedValue(text, 150);
  const filter = useMemo(
    () => ({
      ...(settledText.trim() === '' ? {} : { text: settledText.trim() }),
      ...(kind === null ? {} : { kind: [kind] }),
    }),
    [settledText, kind],
  );
  const write = (part: Partial<AgentsSearch>) =>
    navigate(`${location.pathname}${writeAgentsSearch(search, part)}`, { replace: true });

  const list = useAgentListKeys(selectedId !== null);
  useShortcut('c', 'List', 'Register an agent', () => navigate(newAgentAddress(search)), !isNew);

  return (
    <div className={classes['page']} data-split={(selectedId !== null && isWide) || undefined}>
      {(selectedId === null || isWide) && (
        <section className={classes['list']} aria-label="Agents" ref={list}>
          <VisuallyHidden component="h1">Agents</VisuallyHidden>
          <div className={classes['bar']}>
            <TextInput
              type="search"
              aria-label="Filter agents by text"
              placeholder="Filter by name, skill or description"
              className={classes['filter'] ?? ''}
              leftSection={<IconSearch size={15} aria-hidden />}
              value={text}
              onChange={(event) => write({ text: event.currentTarget.value })}
            />
            <NativeSelect
              aria-label="Kind of agent"
              value={kind ?? ''}
              data={[
                { value: '', label: 'All kinds' },
                ...Object.entries(agentKinds).map(([value, { label }]) => ({ value, label })),
              ]}
              onChange={(event) =>
                write({
                  kind: isAgentKind(event.currentTarget.value) ? event.currentTarget.value : null,
                })
              }
            />
            <Button
              className={classes['register'] ?? ''}
              aria-label="Register agent"
              onClick={() => navigate(newAgentAddress(search))}
            >
              <IconPlus size={14} aria-hidden />
              <span className={classes['label']}>Register agent</span>
            </Button>
          </div>
          <div className={classes['rows']}>
            <AgentsTable
              key={JSON.stringify(filter)}
              filter={filter}
              selectedId={selectedId}
              search={search}
              empty={
                'text' in filter || 'kind' in filter ? (
                  <NoAgentFits onClear={() => write({ text: '', kind: null })} />
                ) : (
                  <AgentsEmpty onRegister={() => navigate(newAgentAddress(search))} />
                )
              }
            />
          </div>
        </section>
      )}
      {selectedId !== null && (
        <AgentPanel
          key={selectedId}
          id={selectedId}
          isEditing={params?.action === 'edit'}
          isBeside={isWide}
          search={search}
        />
      )}
      {isNew && (
        <Suspense>
          <RegisterAgentDialog
            onClose={() => navigate(agentsAddress(search))}
            onOpenAgent={(id) => navigate(agentAddress(id, search))}
          />
        </Suspense>
      )}
    </div>
  );
}
