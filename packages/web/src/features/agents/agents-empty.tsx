import { Button, Tabs } from '@mantine/core';
import { IconPlus, IconRobot, IconSearch } from '@tabler/icons-react';
import { CodeSnippet } from '../../ui/code-snippet.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import {
  httpAgentSnippet,
  pullAgentSnippet,
  registerByCurl,
  registerMutation,
} from './agent-snippets.ts';

/** No agent yet: what one is, how to register it, and one to copy. */
export function AgentsEmpty({ onRegister }: { readonly onRegister: () => void }) {
  return (
    <EmptyState
      icon={IconRobot}
      title="No agents yet"
      actions={
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={onRegister}>
          Register an agent
        </Button>
      }
    >
      An agent is a program, or a model with instructions, that takes jobs. Muster calls it with
      each job, or it asks for work; it gets the jobs that fit what it says it can do.
      <Tabs defaultValue="http" mt="lg" keepMounted={false}>
        <Tabs.List justify="center">
          <Tabs.Tab value="http">An agent in 20 lines</Tabs.Tab>
          <Tabs.Tab value="pull">One that asks for work</Tabs.Tab>
          <Tabs.Tab value="curl">Register by curl</Tabs.Tab>
          <Tabs.Tab value="graphql">GraphQL</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="http">
          <CodeSnippet what="the HTTP agent" text={httpAgentSnippet} />
        </Tabs.Panel>
        <Tabs.Panel value="pull">
          <CodeSnippet what="the pull agent" text={pullAgentSnippet(location.origin)} />
        </Tabs.Panel>
        <Tabs.Panel value="curl">
          <CodeSnippet what="the curl command" text={registerByCurl(location.origin)} />
        </Tabs.Panel>
        <Tabs.Panel value="graphql">
          <CodeSnippet what="the mutation" text={registerMutation} />
        </Tabs.Panel>
      </Tabs>
    </EmptyState>
  );
}

/** Agents there are, but none that the filter leaves. */
export function NoAgentFits({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState
      icon={IconSearch}
      title="No agent matches"
      actions={
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      }
    >
      The text is looked for in names and descriptions.
    </EmptyState>
  );
}
