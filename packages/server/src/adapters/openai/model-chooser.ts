import type { ModelAnswer } from '@muster/domain/matching/decide.ts';
import { limits } from '@muster/domain/validation/limits.ts';
import { truncate } from '@muster/domain/validation/measure.ts';
import OpenAI from 'openai';
import type { ModelChooser, ModelReply } from '../../app/ports/model-chooser.ts';
import { waitOf, whyCallFailed } from './api-failure.ts';
import { type ChooserPrompt, chooserPrompt } from './chooser-prompt.ts';
import { createModelBill, type ModelPrice } from './model-bill.ts';
import { createModelBreaker } from './model-breaker.ts';
import { askAgain, chatRequest, field, readAnswer } from './structured-answer.ts';

export interface ModelChooserOptions {
  readonly client: OpenAI;
  /** The model's name at the API. */
  readonly model: string;
  /** For all attempts of a question together, in milliseconds. Default 8,000. */
  readonly deadlineMs?: number | undefined;
  /** How long a question may be, in tokens. Default 8,000. */
  readonly budgetTokens?: number | undefined;
  readonly price?: ModelPrice | null | undefined;
  /** Milliseconds on a clock that only goes forward. */
  readonly elapsed: () => number;
  readonly now: () => Date;
}

/** Goes into every decision record; raise it with every change of `chooser-prompt.ts`. */
export const PROMPT_VERSION = 'choose-agent/2';

type Choice = Pick<Extract<ModelAnswer, { chosen: true }>, 'agentId' | 'reason' | 'confidence'>;

/**
 * Asks a model which eligible agent is to have a job. The ids it may answer are an enum in the schema, and its answer
 * is checked against them again, so that whatever a job's text talks it into, an agent that may not take the job is
 * not chosen. A malformed or foreign answer is asked for once more, with what was wrong. A time-out, a failed call, a refusal, and
 * a second useless answer are `chosen: false` with the reason; after several in a row the model is left alone for a while.
 */
export function createModelChooser(options: ModelChooserOptions): ModelChooser {
  const { client, model, deadlineMs = 8_000, budgetTokens = 8_000, price = null } = options;
  const breaker = createModelBreaker(options.elapsed);

  return {
    async choose(question) {
      const prompt = chooserPrompt(question, budgetTokens);
      const bill = createModelBill(model, price);
      const reply = (answer: ModelAnswer): ModelReply => ({
        answer,
        usage: bill.total(),
        omittedCandidates: prompt.omitted,
      });
      const notChosen = (why: string): ModelReply =>
        reply({
          chosen: false,
          why: truncate(storable(why), limits.messageCharacters),
          model,
          promptVersion: PROMPT_VERSION,
        });

      const resting = breaker.enter();
      if (resting !== null) return notChosen(`The model ${resting}.`);
      const deadline = AbortSignal.timeout(deadlineMs);
      const signal = question.signal ? AbortSignal.any([question.signal, deadline]) : deadline;
      const send = async (request: ReturnType<typeof chatRequest>): Promise<unknown> => {
        bill.asks();
        const completion: unknown = await client.chat.completions.create(request, {
          signal,
          timeout: deadlineMs,
        });
        bill.adds(completion);
        return completion;
      };
      try {
        const answered = await askTwice(send, model, prompt);
        if ('why' in answered) {
          // A model that declines is at work.
          if (answered.refused) breaker.succeeded();
          else breaker.failed();
          return notChosen(answered.why);
        }
        breaker.succeeded();
        const { completion, ...choice } = answered;
        return reply({
          chosen: true,
          ...choice,
          model: nameOfModel(completion) ?? model,
          promptVersion: PROMPT_VERSION,
        });
      } catch (error) {
        if (question.signal?.aborted) {
          breaker.withdrawn();
          return notChosen('The question was withdrawn.');
        }
        breaker.failed();
        if (deadline.aborted) return notChosen(`The model did not answer within ${deadlineMs} ms.`);
        if (error instanceof OpenAI.APIError) {
          const { retryAfterMs } = waitOf(error, options.now());
          if (retryAfterMs !== undefined) breaker.rest(retryAfterMs);
        }
        return notChosen(whyCallFailed(error));
      }
    },
  };
}

interface Useless {
  readonly why: string;
  /** It understood, and will not. */
  readonly refused: boolean;
}

async function askTwice(
  send: (request: ReturnType<typeof chatRequest>) => Promise<unknown>,
  model: string,
  prompt: ChooserPrompt,
): Promise<(Choice & { readonly completion: unknown }) | Useless> {
  const request = chatRequest({ model, ...prompt });
  const first = await send(request);
  const choice = readChoice(first, prompt.agentIds);
  if (!('why' in choice)) return { ...choice, completion: first };
  if (choice.refused) return choice;
  const second = await send(askAgain(request, first, choice.why));
  const corrected = readChoice(second, prompt.agentIds);
  return 'why' in corrected
    ? { ...corrected, why: `${corrected.why} It was asked twice.` }
    : { ...corrected, completion: second };
}

function readChoice(completion: unknown, agentIds: readonly string[]): Choice | Useless {
  const answer = readAnswer(completion);
  if (answer.kind === 'refusal')
    return { why: `The model refused to choose: ${answer.why}.`, refused: true };
  const useless = (why: string): Useless => ({ why, refused: false });
  if (answer.kind === 'malformed') return useless(`The model could not be used: ${answer.why}.`);
  const agentId = agentIds.find((id) => id === field(answer.value, 'agentId'));
  if (agentId === undefined) {
    return useless('The model chose an agent that is not among the eligible ones.');
  }
  const reason = field(answer.value, 'reason');
  const confidence = field(answer.value, 'confidence');
  if (typeof reason !== 'string' || reason.trim() === '') {
    return useless('The model could not be used: it gave no reason for its choice.');
  }
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1)) {
    return useless('The model could not be used: its confidence is not a number from 0 to 1.');
  }
  return { agentId, reason: storable(truncate(reason.trim(), 1_000)), confidence };
}

/** What PostgreSQL cannot store is replaced. */
const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD').toWellFormed();

/** The exact version that answered, where the server names it. */
function nameOfModel(completion: unknown): string | null {
  const model = field(completion, 'model');
  return typeof model === 'string' && model !== ''
    ? truncate(model, limits.modelNameCharacters)
    : null;
}
