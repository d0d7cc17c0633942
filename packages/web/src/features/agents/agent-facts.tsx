import type { ReactNode } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import { AgentLoad } from '../../ui/agent-load.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { isEmptyRule, sayTagRule } from '../../ui/tag-rule.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { agentKinds } from './agent-kinds.ts';
import classes from './agent-panel.module.css';
import { AgentSuccess, AgentSuccess_AgentFragment } from './agent-success.tsx';

export const AgentFacts_AgentFragment = graphql(
  `
    fragment AgentFacts_AgentFragment on Agent {
      id
      kind
      endpoint
      capacity
      activeJobs
      skills { name description }
      tags
      jobTags { demands refuses }
      costPerJob
      model
      lastSeenAt
      createdAt
      updatedAt
      ...AgentSuccess_AgentFragment
    }
  `,
  [AgentSuccess_AgentFragment],
);

/** What is known about an agent. */
export function AgentFacts({
  agent: masked,
}: {
  readonly agent: FragmentOf<typeof AgentFacts_AgentFragment>;
}) {
  const agent = readFragment(AgentFacts_AgentFragment, masked);
  return (
    <>
      <dl className={classes['facts']}>
        <Fact name="Kind">
          <span title={agentKinds[agent.kind].means}>{agentKinds[agent.kind].label}</span>
        </Fact>
        <Fact name="Load">
          <AgentLoad activeJobs={agent.activeJobs} capacity={agent.capacity} />
        </Fact>
        <Fact name="Success">
          <AgentSuccess agent={agent} />
        </Fact>
        <Fact name="Last seen">
          {agent.lastSeenAt === null ? 'Never' : <TimeAgo at={agent.lastSeenAt} style="words" />}
        </Fact>
        {agent.endpoint !== null && (
          <Fact name="Endpoint">
            <code>{agent.endpoint}</code> <CopyButton text={agent.endpoint} what="the endpoint" />
          </Fact>
        )}
        {agent.kind === 'OPENAI' && (
          <Fact name="Model">{agent.model ?? 'The one the server is set to'}</Fact>
        )}
        {agent.tags.length > 0 && <Fact name="Tags">{agent.tags.join(', ')}</Fact>}
        {!isEmptyRule(agent.jobTags) && (
          <Fact name="Its jobs’ tags">{sayTagRule(agent.jobTags)}</Fact>
        )}
        {agent.costPerJob !== null && <Fact name="Cost per job">{agent.costPerJob}</Fact>}
        <Fact name="Registered">
          <TimeAgo at={agent.createdAt} style="words" />
        </Fact>
        <Fact name="Id">
          <code>{agent.id}</code> <CopyButton text={agent.id} what="the agent’s id" />
        </Fact>
      </dl>
      <section>
        <h2 className={classes['heading']}>Skills</h2>
        {agent.skills.length === 0 ? (
          <p className={classes['quiet']}>None named: it gets only jobs that require no skill.</p>
        ) : (
          <dl className={classes['skills']}>
            {agent.skills.map((skill) => (
              <div key={skill.name}>
                <dt>{skill.name}</dt>
                <dd>{skill.description}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
