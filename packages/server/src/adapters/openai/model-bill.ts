import type { ModelUsage } from '@muster/domain/matching/decision.ts';
import { field } from './structured-answer.ts';

/** US dollars for a million tokens. */
export interface ModelPrice {
  readonly in: number;
  readonly out: number;
}

/** What the attempts of one question took, by what the API says of each. */
export function createModelBill(model: string, price: ModelPrice | null) {
  let [attempts, promptTokens, completionTokens] = [0, 0, 0];
  return {
    asks(): void {
      attempts += 1;
    },
    adds(completion: unknown): void {
      const usage = field(completion, 'usage');
      promptTokens += countOf(field(usage, 'prompt_tokens'));
      completionTokens += countOf(field(usage, 'completion_tokens'));
    },
    /** Null when nothing was sent. */
    total(): ModelUsage | null {
      if (attempts === 0) return null;
      const costUsd = price && (promptTokens * price.in + completionTokens * price.out) / 1_000_000;
      return { model, promptTokens, completionTokens, costUsd, attempts };
    },
  };
}

/** Servers that only resemble OpenAI may leave it out, or say anything. It must fit GraphQL's Int, twice. */
const countOf = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? Math.min(value, 1e9) : 0;
