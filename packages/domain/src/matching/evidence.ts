import type { MatchCandidate, ScoreComponent } from './decision.ts';

/** The component that says what the job's text tells of this agent. */
export function evidenceOf({ components }: MatchCandidate): ScoreComponent {
  return components.find(({ name }) => name === 'fit') ?? { name: 'fit', value: 0, weight: 0 };
}
