import { Button, TextInput } from '@mantine/core';
import { IconRefresh, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { CandidateOption, CandidateOption_MatchCandidateFragment } from './candidate-option.tsx';
import {
  MatchForMeOption,
  MatchForMeOption_MatchDecisionFragment,
} from './match-for-me-option.tsx';
import { ScoreLegend } from './score-bar.tsx';
import { useFocusFirst } from './use-focus-first.ts';
import { canBeChosenByHand, reasonAgainst } from './verdict-words.ts';
import classes from './who-step.module.css';

export const WhoStep_MatchDecisionFragment = graphql(
  `
    fragment WhoStep_MatchDecisionFragment on MatchDecision {
      winner { id }
      ...MatchForMeOption_MatchDecisionFragment
      candidates {
        agent { id name description skills { name } }
        verdicts { filter passed reason }
        components { name }
        eligible
        ...CandidateOption_MatchCandidateFragment
      }
    }
  `,
  [CandidateOption_MatchCandidateFragment, MatchForMeOption_MatchDecisionFragment],
);

/** An agent, or (null) whomever the matcher takes. `caution` is what the matcher has against a choice by hand. */
export interface Choice {
  readonly agentId: string | null;
  readonly caution: string | null;
}

interface WhoStepProps {
  readonly decision: FragmentOf<typeof WhoStep_MatchDecisionFragment>;
  readonly busy: boolean;
  readonly onChoose: (choice: Choice) => void;
  readonly onRankAgain: () => void;
}

/** Step one: the matcher's proposal on top, then everybody in its order. Up, down and enter from the filter. */
export function WhoStep({ decision: masked, busy, onChoose, onRankAgain }: WhoStepProps) {
  const decision = readFragment(WhoStep_MatchDecisionFragment, masked);
  const [text, setText] = useState('');
  const [active, setActive] = useState<string | null>(null);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  useFocusFirst(tools);

  const shown = decision.candidates.filter(({ agent }) =>
    matches(text, [agent.name, agent.description, ...agent.skills.map((skill) => skill.name)]),
  );
  const eligible = shown.filter((candidate) => candidate.eligible);
  const overrulable = shown.filter(
    ({ eligible, verdicts }) => !eligible && canBeChosenByHand(verdicts),
  );
  const blocked = shown.filter(({ verdicts }) => !canBeChosenByHand(verdicts));
  const options = [
    ...(text.trim() === ''
      ? [{ id: 'match', name: '', canChoose: decision.winner !== null, choice: matchForMe }]
      : []),
    ...[...eligible, ...overrulable, ...blocked].map(({ agent, verdicts }) => ({
      id: agent.id,
      name: agent.name,
      canChoose: canBeChosenByHand(verdicts),
      choice: { agentId: agent.id, caution: reasonAgainst(verdicts.filter(isForThePerson)) },
    })),
  ];
  const current =
    options.find((option) => option.id === active) ??
    options.find((option) => option.canChoose && matches(text, [option.name])) ??
    options.find((option) => option.canChoose) ??
    options[0];
  const currentId = current?.id;

  useEffect(() => {
    if (active === null) return;
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const at = options.findIndex((option) => option.id === currentId);
      setActive(options[Math.min(options.length - 1, Math.max(0, at + step))]?.id ?? null);
    }
    if (event.key === 'Enter' && current?.canChoose) {
      event.preventDefault();
      onChoose(current.choice);
    }
  }

  const optionProps = (id: string) => ({
    id: `${listId}-${id}`,
    isActive: id === currentId,
    canChoose: options.find((option) => option.id === id)?.canChoose ?? false,
    onPoint: () => setActive(id),
    onChoose: () => {
      const option = options.find((one) => one.id === id);
      if (option?.canChoose) onChoose(option.choice);
    },
  });
  const rows = (candidates: typeof shown) =>
    candidates.map((candidate) => (
      <CandidateOption
        key={candidate.agent.id}
        candidate={candidate}
        {...optionProps(candidate.agent.id)}
      />
    ));

  return (
    <>
      <div className={classes['tools']} ref={tools}>
        <TextInput
          className={classes['filter'] ?? ''}
          role="combobox"
          aria-label="Filter the agents"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={currentId === undefined ? undefined : `${listId}-${currentId}`}
          placeholder="Filter by name, description, skill"
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(null);
          }}
          onKeyDown={onKeyDown}
        />
        <Button
          variant="default"
          size="sm"
          loading={busy}
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={onRankAgain}
        >
          Rank again
        </Button>
      </div>
      <div className={classes['list']} role="listbox" id={listId} aria-label="Agents" ref={list}>
        {text.trim() === '' && <MatchForMeOption decision={decision} {...optionProps('match')} />}
        {rows(eligible)}
        {overrulable.length > 0 && (
          <div className={classes['group']} role="presentation">
            Not eligible as the job stands; you may choose them all the same
          </div>
        )}
        {rows(overrulable)}
        {blocked.length > 0 && (
          <div className={classes['group']} role="presentation">
            Cannot take a job now
          </div>
        )}
        {rows(blocked)}
        {decision.candidates.length === 0 && (
          <div className={classes['none']}>
            There are no agents yet. Register one under Agents; then the job can be assigned.
          </div>
        )}
        {decision.candidates.length > 0 && options.length === 0 && (
          <div className={classes['none']}>No agent matches “{text}”.</div>
        )}
      </div>
      <div className={classes['foot']}>
        <ScoreLegend names={componentNames(decision.candidates)} />
        <span className={classes['keys']}>↑ ↓ to move, enter to choose</span>
      </div>
    </>
  );
}

/** The next step asks for the inputs anyway. */
const isForThePerson = ({ filter }: { readonly filter: string }) => filter !== 'inputs';

const matchForMe: Choice = { agentId: null, caution: null };

function matches(text: string, haystacks: readonly string[]): boolean {
  const words = text.toLowerCase().split(/\s+/);
  const all = haystacks.join('\n').toLowerCase();
  return words.every((word) => all.includes(word));
}

const componentNames = (
  candidates: readonly { readonly components: readonly { readonly name: string }[] }[],
): readonly string[] => [
  ...new Set(candidates.flatMap(({ components }) => components.map(({ name }) => name))),
];
