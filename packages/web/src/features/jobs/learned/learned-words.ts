import type { LearnedExample } from './learned-query.ts';

/** What the matcher took from a job, as a sentence. */
export function sayLearned({
  kind,
  right,
  agent,
}: Pick<LearnedExample, 'kind' | 'right' | 'agent'>): string {
  const counts = `such jobs count ${right ? 'for' : 'against'} it`;
  switch (kind) {
    case 'COMPLETED':
      return `${agent.name} completed it: ${counts}.`;
    case 'REJECTED':
      return `${agent.name} rejected it: ${counts}.`;
    case 'FAILED':
      return `${agent.name} failed at it: ${counts}.`;
    case 'OVERRIDDEN':
      return right
        ? `A person chose ${agent.name} where the matcher ranked another first: ${counts}.`
        : `A person chose another where the matcher ranked ${agent.name} first: ${counts}.`;
  }
}

/** What undoing does, before one confirms it. */
export function sayUndo(examples: readonly Pick<LearnedExample, 'agent' | 'right'>[]): string {
  const [only, ...others] = examples;
  const what =
    only !== undefined && others.length === 0
      ? `that ${only.agent.name} was ${only.right ? 'right' : 'wrong'} for this job`
      : `all ${examples.length} things it learned from this job`;
  return `The matcher forgets ${what}, and ranks similar jobs without it from now on. The job and its log stay as they are; it is not learned again from this job, also not when the matcher is rebuilt.`;
}
