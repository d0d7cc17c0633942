import { percent } from '../../../ui/figures.ts';

/**
 * How sure a decision was, in words and in a number. Who chose by score is calibrated: of decisions said to be 80 %
 * sure about 80 % are right. A model's number is only its own estimate.
 */
export function sayConfidence(confidence: number, method: 'MANUAL' | 'SCORED' | 'MODEL'): string {
  const sure = `About ${percent(confidence)} sure`;
  return method === 'MODEL'
    ? `${sure}, by the model’s own estimate`
    : `${sure}: ${likelihood(confidence)}`;
}

function likelihood(confidence: number): string {
  if (confidence >= 0.95) return 'almost certainly right';
  if (confidence >= 0.75) return 'probably right';
  if (confidence >= 0.5) return 'rather right than wrong';
  return 'rather wrong than right';
}
