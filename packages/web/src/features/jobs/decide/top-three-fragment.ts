import { graphql } from '../../../graphql/tada.ts';
import { ScoreBar_MatchCandidateFragment } from '../assign/score-bar.tsx';

/** The first of the ranking, as the record of the newest decision has them. */
export const TopThree_JobFragment = graphql(
  `
    fragment TopThree_JobFragment on Job {
      id
      decision {
        topThree: candidates(first: 3) {
          agent { id name }
          eligible
          components { name value }
          verdicts { filter passed reason }
          ...ScoreBar_MatchCandidateFragment
        }
      }
    }
  `,
  [ScoreBar_MatchCandidateFragment],
);
