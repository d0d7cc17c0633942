import { Link } from 'wouter';
import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import { AgentAvailabilityBadge } from '../../ui/agent-availability.tsx';
import { AgentLoad } from '../../ui/agent-load.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { agentAddress } from './agent-addresses.ts';
import { agentKinds } from './agent-kinds.ts';
import { AgentSuccess, AgentSuccess_AgentFragment } from './agent-success.tsx';
import classes from './agents-table.module.css';

export const AgentRow_AgentFragment = graphql(
  `
    fragment AgentRow_AgentFragment on Agent {
      id
      name
      kind
      availability
      cooldownUntil
      activeJobs
      capacity
      lastSeenAt
      skills { name }
      ...AgentSuccess_AgentFragment
    }
  `,
  [AgentSuccess_AgentFragment],
);

interface AgentRowProps {
  readonly agent: FragmentOf<typeof AgentRow_AgentFragment>;
  readonly isSelected: boolean;
  /** The query of the list's address, kept when a row is opened. */
  readonly search: string;
}

export function AgentRow({ agent: masked, isSelected, search }: AgentRowProps) {
  const agent = readFragment(AgentRow_AgentFragment, masked);
  const { Icon, label } = agentKinds[agent.kind];
  return (
    <tr className={classes['row']} data-selected={isSelected || undefined}>
      <th scope="row" className={classes['name']}>
        <Link
          href={agentAddress(agent.id, search)}
          className={classes['link']}
          aria-current={isSelected ? 'true' : undefined}
          data-agent-link
        >
          {agent.name}
        </Link>
      </th>
      <td className={classes['kind']}>
        <Icon size={14} aria-hidden /> {label}
      </td>
      <td>
        <AgentAvailabilityBadge
          availability={agent.availability}
          cooldownUntil={agent.cooldownUntil}
        />
      </td>
      <td>
        <AgentLoad activeJobs={agent.activeJobs} capacity={agent.capacity} />
      </td>
      <td className={classes['success']}>
        <AgentSuccess agent={agent} />
      </td>
      <td className={classes['skills']}>
        <SkillNames names={agent.skills.map((skill) => skill.name)} />
      </td>
      <td className={classes['seen']}>
        {agent.lastSeenAt === null ? 'Never' : <TimeAgo at={agent.lastSeenAt} />}
      </td>
    </tr>
  );
}

function SkillNames({ names }: { readonly names: readonly string[] }) {
  const shown = names.slice(0, 3);
  const more = names.length - shown.length;
  return (
    <span title={names.join(', ')}>
      {shown.map((name) => (
        <span key={name} className={classes['skill']}>
          {name}
        </span>
      ))}
      {more > 0 && <span className={classes['more']}>+{more}</span>}
    </span>
  );
}
