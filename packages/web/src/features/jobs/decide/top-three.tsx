import { Kbd, VisuallyHidden } from '@mantine/core';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { figure } from '../../../ui/figures.ts';
import { useShortcut } from '../../../ui/shortcuts.ts';
import { ScoreBar } from '../assign/score-bar.tsx';
import { canBeChosenByHand, reasonAgainst } from '../assign/verdict-words.ts';
import classes from './top-three.module.css';
import { TopThree_JobFragment } from './top-three-fragment.ts';

export interface ChosenAgent {
  readonly id: string;
  readonly name: string;
}

interface TopThreeProps {
  readonly job: FragmentOf<typeof TopThree_JobFragment>;
  /** Whether 1, 2 and 3 mean these, and show. */
  readonly hasKeys: boolean;
  readonly isBusy?: boolean;
  readonly onChoose: (agent: ChosenAgent) => void;
}

/** The three that the matcher ranks first, each one press from having the job. */
export function TopThree({ job: masked, hasKeys, isBusy = false, onChoose }: TopThreeProps) {
  const { decision } = readFragment(TopThree_JobFragment, masked);
  const candidates = decision?.topThree ?? [];
  const choose = (rank: number) => {
    const candidate = candidates[rank];
    if (candidate !== undefined && canBeChosenByHand(candidate.verdicts) && !isBusy) {
      onChoose(candidate.agent);
    }
  };
  const offers = (rank: number) => hasKeys && candidates.length > rank;
  useShortcut('1', 'Decision', 'Assign to the first', () => choose(0), offers(0));
  useShortcut('2', 'Decision', 'Assign to the second', () => choose(1), offers(1));
  useShortcut('3', 'Decision', 'Assign to the third', () => choose(2), offers(2));
  return (
    <ol className={classes['list']}>
      {candidates.map((candidate, rank) => {
        const { agent, components, verdicts } = candidate;
        const fit = components.find(({ name }) => name === 'fit');
        const against = reasonAgainst(verdicts);
        return (
          <li key={agent.id}>
            <button
              type="button"
              className={classes['candidate']}
              aria-keyshortcuts={hasKeys ? String(rank + 1) : undefined}
              title={`Assign to ${agent.name}${against === null ? '' : `. ${against}`}`}
              disabled={isBusy || !canBeChosenByHand(verdicts)}
              onClick={() => choose(rank)}
            >
              <Kbd size="xs" className={classes['key'] ?? ''} data-shown={hasKeys} aria-hidden>
                {rank + 1}
              </Kbd>
              <span className={classes['name']}>
                <VisuallyHidden>Assign to </VisuallyHidden>
                {agent.name}
              </span>
              <span className={classes['score']}>
                <ScoreBar candidate={candidate} />
              </span>
              <span className={classes['fit']}>
                {against ?? (fit === undefined ? '' : `fit ${figure(fit.value)}`)}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
