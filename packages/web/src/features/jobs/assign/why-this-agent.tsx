import { Button } from '@mantine/core';
import { useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { percent } from '../../../ui/figures.ts';
import { scoreComponent } from '../../../ui/score-component.ts';
import { CandidateRow, CandidateRow_MatchCandidateFragment } from './candidate-row.tsx';
import { DecisionFacts, DecisionFacts_MatchDecisionFragment } from './decision-facts.tsx';
import { componentWeights } from './score-parts.ts';
import classes from './why-this-agent.module.css';

export const WhyThisAgent_MatchDecisionFragment = graphql(
  `
    fragment WhyThisAgent_MatchDecisionFragment on MatchDecision {
      method
      reason
      winner { id name }
      ...DecisionFacts_MatchDecisionFragment
      candidates {
        agent { id }
        eligible
        components { name value weight }
        ...CandidateRow_MatchCandidateFragment
      }
    }
  `,
  [CandidateRow_MatchCandidateFragment, DecisionFacts_MatchDecisionFragment],
);

/** So many rows at first; the rest on demand. */
const shortList = 4;

/** The record of a decision: how it was made and why, and who else could have had the job. */
export function WhyThisAgent({
  decision: masked,
}: {
  readonly decision: FragmentOf<typeof WhyThisAgent_MatchDecisionFragment>;
}) {
  const decision = readFragment(WhyThisAgent_MatchDecisionFragment, masked);
  const [isWhole, setWhole] = useState(false);
  const { candidates, winner, method, reason } = decision;
  const shown = isWhole
    ? candidates
    : candidates.filter(({ agent }, rank) => rank < shortList || agent.id === winner?.id);
  const components = componentWeights(candidates);
  const componentNames = components.map(({ name }) => name);

  return (
    <div className={classes['why']}>
      {method === 'MODEL' && winner !== null ? (
        <blockquote className={classes['quote']}>
          {reason}
          <footer>The model’s reason for {winner.name}</footer>
        </blockquote>
      ) : (
        <p className={classes['reason']}>{reason}</p>
      )}
      <DecisionFacts decision={decision} />
      {candidates.length > 0 && (
        <table className={classes['candidates']}>
          <caption>
            {method === 'MANUAL' ? 'What the matcher thought then' : 'Who was considered'}
            <span className={classes['weights']}>
              , and what counted:{' '}
              {components
                .map(({ name, share }) => `${scoreComponent(name).short} ${percent(share)}`)
                .join(', ')}
            </span>
          </caption>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col" className={classes['total']}>
                Score
              </th>
              {components.map(({ name, share }) => {
                const { short, long, means } = scoreComponent(name);
                return (
                  <th
                    scope="col"
                    key={name}
                    title={`${long}: counts ${percent(share)} of the score. ${means}`}
                  >
                    {short} <span className={classes['weight']}>{percent(share)}</span>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((candidate) => (
              <CandidateRow
                key={candidate.agent.id}
                candidate={candidate}
                componentNames={componentNames}
                isWinner={candidate.agent.id === winner?.id}
              />
            ))}
          </tbody>
        </table>
      )}
      {candidates.length > shown.length && (
        <Button variant="subtle" size="compact-xs" mt={4} ml={-7} onClick={() => setWhole(true)}>
          Show all {candidates.length}
        </Button>
      )}
    </div>
  );
}
