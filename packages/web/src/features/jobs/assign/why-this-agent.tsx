import { Button } from '@mantine/core';
import { useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { percent } from '../../../ui/figures.ts';
import { scoreComponent } from '../../../ui/score-component.ts';
import { CandidateRow, CandidateRow_MatchCandidateFragment } from './candidate-row.tsx';
import classes from './why-this-agent.module.css';

export const WhyThisAgent_MatchDecisionFragment = graphql(
  `
    fragment WhyThisAgent_MatchDecisionFragment on MatchDecision {
      method
      reason
      confidence
      model
      promptVersion
      winner { id }
      candidates {
        agent { id }
        components { name }
        ...CandidateRow_MatchCandidateFragment
      }
    }
  `,
  [CandidateRow_MatchCandidateFragment],
);

const methodLabels = {
  MANUAL: 'Chosen by a person',
  SCORED: 'Chosen by score',
  MODEL: 'Chosen by a model',
} as const;

/** So many rows at first; the rest on demand. */
const shortList = 5;

/** The record of a decision: how it was made and why, and who else could have had the job. */
export function WhyThisAgent({
  decision: masked,
}: {
  readonly decision: FragmentOf<typeof WhyThisAgent_MatchDecisionFragment>;
}) {
  const decision = readFragment(WhyThisAgent_MatchDecisionFragment, masked);
  const [isWhole, setWhole] = useState(false);
  const { candidates, winner } = decision;
  const shown = isWhole ? candidates : candidates.slice(0, shortList);
  const components = [
    ...new Set(candidates.flatMap((candidate) => candidate.components.map(({ name }) => name))),
  ];

  return (
    <div className={classes['why']}>
      <p className={classes['reason']}>{decision.reason}</p>
      <dl className={classes['facts']}>
        <div>
          <dt>How</dt>
          <dd>{methodLabels[decision.method]}</dd>
        </div>
        {decision.confidence !== null && (
          <div>
            <dt>Confidence</dt>
            <dd>{percent(decision.confidence)}</dd>
          </div>
        )}
        {decision.model !== null && (
          <div>
            <dt>Model</dt>
            <dd>{decision.model}</dd>
          </div>
        )}
        {decision.promptVersion !== null && (
          <div>
            <dt>Prompt</dt>
            <dd>{decision.promptVersion}</dd>
          </div>
        )}
      </dl>
      {candidates.length > 0 && (
        <table className={classes['candidates']}>
          <caption>
            {decision.method === 'MANUAL' ? 'What the matcher thought then' : 'Who was considered'}
          </caption>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col">Score</th>
              {components.map((name) => (
                <th scope="col" key={name} title={scoreComponent(name).long}>
                  {scoreComponent(name).short}
                </th>
              ))}
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((candidate) => (
              <CandidateRow
                key={candidate.agent.id}
                candidate={candidate}
                componentNames={components}
                isWinner={candidate.agent.id === winner?.id}
              />
            ))}
          </tbody>
        </table>
      )}
      {candidates.length > shown.length && (
        <Button variant="subtle" size="compact-xs" ml={-7} onClick={() => setWhole(true)}>
          Show all {candidates.length}
        </Button>
      )}
    </div>
  );
}
