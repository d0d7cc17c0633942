import { IconBan } from '@tabler/icons-react';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { AgentAvailabilityBadge } from '../../../ui/agent-availability.tsx';
import { AgentLoad } from '../../../ui/agent-load.tsx';
import { Option } from './option.tsx';
import type { OptionProps } from './option-props.ts';
import { ScoreBar, ScoreBar_MatchCandidateFragment } from './score-bar.tsx';
import { reasonAgainst } from './verdict-words.ts';
import classes from './who-step.module.css';

export const CandidateOption_MatchCandidateFragment = graphql(
  `
    fragment CandidateOption_MatchCandidateFragment on MatchCandidate {
      agent {
        id
        name
        description
        availability
        activeJobs
        capacity
        successRate
        completedJobs
        failedJobs
      }
      eligible
      verdicts { filter passed reason }
      ...ScoreBar_MatchCandidateFragment
    }
  `,
  [ScoreBar_MatchCandidateFragment],
);

interface CandidateOptionProps extends OptionProps {
  readonly candidate: FragmentOf<typeof CandidateOption_MatchCandidateFragment>;
}

export function CandidateOption({ candidate: masked, ...option }: CandidateOptionProps) {
  const candidate = readFragment(CandidateOption_MatchCandidateFragment, masked);
  const { agent } = candidate;
  const against = reasonAgainst(candidate.verdicts);
  return (
    <Option {...option}>
      <span className={classes['name']}>{agent.name}</span>
      <span className={classes['score']}>
        {candidate.eligible ? (
          <ScoreBar candidate={candidate} />
        ) : (
          agent.availability !== 'AVAILABLE' && (
            <AgentAvailabilityBadge availability={agent.availability} />
          )
        )}
      </span>
      <span className={classes['load']}>
        <AgentLoad activeJobs={agent.activeJobs} capacity={agent.capacity} />
      </span>
      <span className={classes['success']}>
        {agent.successRate === null
          ? 'No job yet'
          : `${Math.floor(agent.successRate * 100)} % of ${agent.completedJobs + agent.failedJobs}`}
      </span>
      <span className={classes['about']}>
        {against === null ? (
          agent.description
        ) : (
          <span className={classes['against']}>
            <IconBan size={14} aria-hidden /> {against}
          </span>
        )}
      </span>
    </Option>
  );
}
