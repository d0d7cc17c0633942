import { NativeSelect, Skeleton } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { figure, percent } from '../../../ui/figures.ts';
import classes from './policy.module.css';
import type { PolicyInput, Replay } from './policy-queries.ts';
import { replayRanges } from './replay-ranges.ts';
import { sayReplay, sayWhere } from './replay-words.ts';
import { useReplay } from './use-replay.ts';

interface WhatIfProps {
  /** null: nothing was changed, or nothing would count. */
  readonly policy: PolicyInput | null;
  readonly last: number;
  readonly onLast: (last: number) => void;
}

/** What the newest decisions would have been under the policy in the editor. */
export function WhatIf({ policy, last, onLast }: WhatIfProps) {
  const { replay, isStale, error, again } = useReplay(policy, last);
  return (
    <section className={classes['whatIf']} aria-label="What if" aria-busy={isStale}>
      <div className={classes['whatIfHead']}>
        <h2>What if?</h2>
        <NativeSelect
          size="xs"
          aria-label="How far back to look"
          value={String(last)}
          data={replayRanges.map((range) => ({
            value: String(range),
            label: `last ${range} decisions`,
          }))}
          onChange={(event) => onLast(Number(event.currentTarget.value))}
        />
      </div>
      {policy === null && (
        <p className={classes['quiet']}>
          Move a weight or a threshold: here you see, before anything is saved, which of the last{' '}
          {last} decisions would have been others, by what was known then.
        </p>
      )}
      {error !== null && (
        <ErrorNotice error={error} title="The decisions were not replayed" onRetry={again} />
      )}
      {policy !== null && replay === null && error === null && (
        <div aria-hidden>
          <Skeleton height={16} width="60%" radius="xl" />
          <Skeleton height={12} width="80%" radius="xl" mt={10} />
        </div>
      )}
      {replay !== null && (
        <div className={classes['result']} data-stale={isStale || undefined}>
          <Verdict replay={replay} />
          {replay.changes.length > 0 && (
            <ul className={classes['changes']} aria-label="Decisions that would change">
              {replay.changes.map((change) => (
                <Change key={change.job.id} change={change} />
              ))}
            </ul>
          )}
          {replay.changed > replay.changes.length && (
            <p className={classes['about']}>The newest {replay.changes.length} are listed.</p>
          )}
        </div>
      )}
    </section>
  );
}

function Verdict({ replay }: { readonly replay: Replay }) {
  const { figure: number, rest } = sayReplay(replay);
  const where = sayWhere(replay);
  return (
    <p className={classes['verdict']} role="status">
      <strong>{number}</strong> {rest}
      {where !== null && <>: {where}</>}.
    </p>
  );
}

function Change({ change }: { readonly change: Replay['changes'][number] }) {
  const { job, from, to, outcome, fromScore, toScore, confidence } = change;
  return (
    <li className={classes['change']}>
      <Link href={`/jobs/${job.id}`}>{job.title}</Link>
      <div className={classes['move']}>
        {from?.name ?? 'nobody'}
        {fromScore !== null && <span>{figure(fromScore)}</span>}
        <IconArrowRight size={13} aria-label="to" />
        {outcomeWords(outcome, to?.name ?? null)}
        {toScore !== null && outcome === 'ASSIGN' && <span>{figure(toScore)}</span>}
        {confidence !== null && <span>· {percent(confidence)} sure</span>}
      </div>
    </li>
  );
}

function outcomeWords(outcome: Replay['changes'][number]['outcome'], to: string | null): string {
  switch (outcome) {
    case 'ASSIGN':
      return to ?? 'an agent';
    case 'NEEDS_DECISION':
      return to === null ? 'a person decides' : `a person decides (first ${to})`;
    case 'NO_AGENT':
      return 'nobody';
  }
}
