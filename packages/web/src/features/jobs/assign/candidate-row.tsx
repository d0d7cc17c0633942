import { IconBan, IconCheck } from '@tabler/icons-react';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { figure } from '../../../ui/figures.ts';
import { scoreComponent } from '../../../ui/score-component.ts';
import { ScoreBar, ScoreBar_MatchCandidateFragment } from './score-bar.tsx';
import { reasonAgainst } from './verdict-words.ts';
import classes from './why-this-agent.module.css';

export const CandidateRow_MatchCandidateFragment = graphql(
  `
    fragment CandidateRow_MatchCandidateFragment on MatchCandidate {
      agent { id name }
      eligible
      verdicts { filter passed reason }
      components { name value weight }
      ...ScoreBar_MatchCandidateFragment
    }
  `,
  [ScoreBar_MatchCandidateFragment],
);

interface CandidateRowProps {
  readonly candidate: FragmentOf<typeof CandidateRow_MatchCandidateFragment>;
  /** The columns, in order. */
  readonly componentNames: readonly string[];
  readonly isWinner: boolean;
}

export function CandidateRow({ candidate: masked, componentNames, isWinner }: CandidateRowProps) {
  const candidate = readFragment(CandidateRow_MatchCandidateFragment, masked);
  return (
    <tr data-winner={isWinner || undefined} data-eligible={candidate.eligible}>
      <th scope="row" className={classes['agent']}>
        <span className={classes['name']}>{candidate.agent.name}</span>{' '}
        <span className={classes['verdict']}>
          <Verdict against={reasonAgainst(candidate.verdicts)} isWinner={isWinner} />
        </span>
      </th>
      <td className={classes['total']}>
        <ScoreBar candidate={candidate} />
      </td>
      {componentNames.map((name) => {
        const component = candidate.components.find((one) => one.name === name);
        return (
          <td key={name} className={classes['component']} data-label={scoreComponent(name).short}>
            {component === undefined ? (
              <span title="Nothing is known, so it did not count">–</span>
            ) : (
              <ComponentBar name={name} value={component.value} />
            )}
          </td>
        );
      })}
    </tr>
  );
}

function ComponentBar({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <span className={classes['bar']}>
      <span className={classes['figure']}>{figure(value)}</span>
      <span className={classes['track']} aria-hidden>
        <span style={{ width: `${value * 100}%`, background: scoreComponent(name).colour }} />
      </span>
    </span>
  );
}

function Verdict({
  against,
  isWinner,
}: {
  readonly against: string | null;
  readonly isWinner: boolean;
}) {
  return (
    <>
      {isWinner && (
        <span className={classes['won']}>
          <IconCheck size={14} aria-hidden /> Got the job.{' '}
        </span>
      )}
      {against !== null && (
        <span className={classes['against']}>
          <IconBan size={14} aria-hidden /> {against}
        </span>
      )}
      {against === null && !isWinner && 'Could have had it.'}
    </>
  );
}
