import { graphql } from '../../../graphql/tada.ts';
import { TopThree_JobFragment } from './top-three-fragment.ts';

export const DecisionRow_JobFragment = graphql(
  `
    fragment DecisionRow_JobFragment on Job {
      id
      title
      priority
      createdAt
      requiredSkills
      tags
      decision { reason }
      ...TopThree_JobFragment
    }
  `,
  [TopThree_JobFragment],
);
