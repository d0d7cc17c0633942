import { Button, Tabs } from '@mantine/core';
import { IconPlus, IconRobot } from '@tabler/icons-react';
import {
  httpAgentSnippet,
  pullAgentSnippet,
  registerByCurl,
  registerMutation,
} from './agent-snippets.ts';
import classes from './agents-empty.module.css';
import { Snippet } from './snippet.tsx';

/** No agent yet: what one is, how to register it, and one to copy. */
export function AgentsEmpty({ onRegister }: { readonly onRegister: () => void }) {
  return (
    <div className={classes['empty']}>
      <IconRobot size={28} stroke={1.5} className={classes['icon']} aria-hidden />
      <h2 className={classes['title']}>No agents yet</h2>
      <p className={classes['text']}>
        An agent is a program, or a model with instructions, that takes jobs. Muster calls it with
        each job, or it asks for work; jobs are matched by what it says it can do.
      </p>
      <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={onRegister}>
        Register an agent
      </Button>
      <Tabs defaultValue="http" className={classes['tabs'] ?? ''} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="http">An agent in 20 lines</Tabs.Tab>
          <Tabs.Tab value="pull">One that pulls</Tabs.Tab>
          <Tabs.Tab value="curl">Register by curl</Tabs.Tab>
          <Tabs.Tab value="graphql">GraphQL</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="http" pt="xs">
          <Snippet label="An HTTP agent" code={httpAgentSnippet()} />
        </Tabs.Panel>
        <Tabs.Panel value="pull" pt="xs">
          <Snippet label="A pull agent" code={pullAgentSnippet(location.origin)} />
        </Tabs.Panel>
        <Tabs.Panel value="curl" pt="xs">
          <Snippet label="Registering by curl" code={registerByCurl(location.origin)} />
        </Tabs.Panel>
        <Tabs.Panel value="graphql" pt="xs">
          <Snippet label="The mutation" code={registerMutation} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

/** Agents there are, but none that the filter leaves. */
export function NoAgentFits({ onClear }: { readonly onClear: () => void }) {
  return (
    <div className={classes['empty']}>
      <h2 className={classes['title']}>No agent fits the filter</h2>
      <p className={classes['text']}>The text is looked for in names, descriptions and skills.</p>
      <Button variant="default" onClick={onClear}>
        Clear the filter
      </Button>
    </div>
  );
}
