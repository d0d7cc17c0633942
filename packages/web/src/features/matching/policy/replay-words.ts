import { count, counted } from '../../../ui/figures.ts';
import type { Replay } from './policy-queries.ts';

type Counts = Pick<Replay, 'decisions' | 'changed' | 'toDecision' | 'toNobody'>;

/** How many decisions would change, as a sentence in two parts: the figure, and what it is of. */
export function sayReplay({ decisions, changed }: Counts): { figure: string; rest: string } {
  const of = `of the last ${counted(decisions, 'decision')}`;
  if (decisions === 0) return { figure: 'No decision', rest: 'has been made yet' };
  if (changed === 0) return { figure: 'None', rest: `${of} would change` };
  return { figure: count(changed), rest: `${of} would change` };
}

/** Where they would go: `8 to another agent, 3 to a person, 1 to nobody`; null when none would change. */
export function sayWhere({ changed, toDecision, toNobody }: Counts): string | null {
  if (changed === 0) return null;
  return [
    [changed - toDecision - toNobody, 'to another agent'],
    [toDecision, 'to a person'],
    [toNobody, 'to nobody'],
  ]
    .filter(([number]) => number !== 0)
    .map(([number, where]) => `${count(Number(number))} ${where}`)
    .join(', ');
}
