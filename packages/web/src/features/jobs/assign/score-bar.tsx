import { VisuallyHidden } from '@mantine/core';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { figure } from '../../../ui/figures.ts';
import { scoreComponent } from '../../../ui/score-component.ts';
import classes from './score-bar.module.css';
import { scoreParts } from './score-parts.ts';

export const ScoreBar_MatchCandidateFragment = graphql(`
  fragment ScoreBar_MatchCandidateFragment on MatchCandidate {
    score
    components { name value weight }
  }
`);

/** A candidate's score: its components stacked, and the sum of them in figures. */
export function ScoreBar({
  candidate,
}: {
  readonly candidate: FragmentOf<typeof ScoreBar_MatchCandidateFragment>;
}) {
  const { score, components } = readFragment(ScoreBar_MatchCandidateFragment, candidate);
  if (score === null) return <span className={classes['none']}>Not scored</span>;
  const parts = scoreParts(components);
  const account = parts.map((part) => part.account).join('\n');
  return (
    <span className={classes['score']} title={account}>
      <span className={classes['track']} aria-hidden>
        {parts.map(({ name, share, colour }) => (
          <span key={name} style={{ width: `${share * 100}%`, background: colour }} />
        ))}
      </span>
      <span className={classes['figure']}>
        <VisuallyHidden>Score </VisuallyHidden>
        {figure(score)}
      </span>
    </span>
  );
}

/** What the colours of the bars stand for. */
export function ScoreLegend({ names }: { readonly names: readonly string[] }) {
  return (
    <span className={classes['legend']}>
      {names.map((name) => {
        const { long, colour } = scoreComponent(name);
        return (
          <span key={name} className={classes['entry']}>
            <span className={classes['swatch']} style={{ background: colour }} aria-hidden />
            {long}
          </span>
        );
      })}
    </span>
  );
}
