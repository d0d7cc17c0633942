import { duration } from './relative-time.ts';

export interface BatchSolution {
  readonly method: 'OPTIMAL' | 'TIME_LIMITED' | 'GREEDY';
  readonly totalScore: number;
  /** What one job after another would have come to. */
  readonly greedyScore: number;
  readonly tookMs: number;
  /** How much better the best could be, at most, as a share; null when nothing is known of it. */
  readonly gap: number | null;
  readonly note: string | null;
}

/** What matching the jobs as a whole has gained, and how sure that is, each in a sentence. */
export function saySolution(solution: BatchSolution): readonly string[] {
  const { totalScore, greedyScore, note } = solution;
  const total = score(totalScore);
  const gained = greedyScore > 0 ? (totalScore - greedyScore) / greedyScore : 0;
  const sentences =
    gained >= 0.0005
      ? [
          `Total score ${total}; one job after another it would have been ${score(greedyScore)}: ${percent(gained)} gained by matching them as a whole.`,
        ]
      : [`Total score ${total}, which one job after another would have reached as well.`];
  sentences.push(sayProof(solution));
  if (note !== null) sentences.push(note);
  return sentences;
}

function sayProof({ method, tookMs, gap }: BatchSolution): string {
  const took = duration(tookMs);
  switch (method) {
    case 'OPTIMAL':
      return `Proven to be the best there is, in ${took}.`;
    case 'TIME_LIMITED':
      return gap === null
        ? `The best found in ${took}; there may be a better one.`
        : `The best found in ${took}; a better one could gain at most ${percent(gap)}.`;
    case 'GREEDY':
      return `Matched one job after another, in ${took}; there may be a better whole.`;
  }
}

function score(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
