import type { ModelAnswer } from '@muster/domain/matching/decide.ts';
import { limits } from '@muster/domain/validation/limits.ts';
import { truncate } from '@muster/domain/validation/measure.ts';
import type OpenAI from 'openai';
import type { ModelChooser } from '../../app/ports/model-chooser.ts';
import { whyCallFailed } from './api-failure.ts';
import { chooserPrompt } from './chooser-prompt.ts';
import { chatRequest, field, readAnswer } from './structured-answer.ts';

export interface ModelChooserOptions {
  readonly client: OpenAI;
  /** The model's name at the API. */
  readonly model: string;
  /** For the whole call, in milliseconds. Default 8,000. */
  readonly deadlineMs?: number | undefined;
}

/** Goes into every decision record; raise it with every change of `chooser-prompt.ts`. */
export const PROMPT_VERSION = 'choose-agent/1';

type Choice = Pick<Extract<ModelAnswer, { chosen: true }>, 'agentId' | 'reason' | 'confidence'>;

/**
 * Asks a model which eligible agent is to have a job. The ids it may answer are an enum in the schema, and its answer
 * is checked against them again, so that whatever a job's text talks it into, an agent that may not take the job is
 * not chosen. A time-out, a failed call, a refusal, and a malformed or foreign answer are `chosen: false` with the reason.
 */
export function createModelChooser(options: ModelChooserOptions): ModelChooser {
  const deadlineMs = options.deadlineMs ?? 8_000;

  return {
    async choose(question) {
      const deadline = AbortSignal.timeout(deadlineMs);
      const signal = question.signal ? AbortSignal.any([question.signal, deadline]) : deadline;
      const notChosen = (why: string): ModelAnswer => ({
        chosen: false,
        why: truncate(storable(why), limits.messageCharacters),
        model: options.model,
        promptVersion: PROMPT_VERSION,
      });
      try {
        const prompt = chooserPrompt(question);
        const completion: unknown = await options.client.chat.completions.create(
          chatRequest({ model: options.model, ...prompt }),
          { signal, timeout: deadlineMs },
        );
        const choice = readChoice(completion, prompt.agentIds);
        if ('why' in choice) return notChosen(choice.why);
        return {
          chosen: true,
          ...choice,
          model: nameOfModel(completion) ?? options.model,
          promptVersion: PROMPT_VERSION,
        };
      } catch (error) {
        if (question.signal?.aborted) return notChosen('The question was withdrawn.');
        if (deadline.aborted) return notChosen(`The model did not answer within ${deadlineMs} ms.`);
        return notChosen(whyCallFailed(error));
      }
    },
  };
}

function readChoice(
  completion: unknown,
  agentIds: readonly string[],
): Choice | { readonly why: string } {
  const answer = readAnswer(completion);
  if (answer.kind === 'refusal') return { why: `The model refused to choose: ${answer.why}.` };
  if (answer.kind === 'malformed') return { why: `The model could not be used: ${answer.why}.` };
  const agentId = agentIds.find((id) => id === field(answer.value, 'agentId'));
  if (agentId === undefined) {
    return { why: 'The model chose an agent that is not among the eligible ones.' };
  }
  const reason = field(answer.value, 'reason');
  const confidence = field(answer.value, 'confidence');
  if (typeof reason !== 'string' || reason.trim() === '') {
    return { why: 'The model could not be used: it gave no reason for its choice.' };
  }
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1)) {
    return { why: 'The model could not be used: its confidence is not a number from 0 to 1.' };
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
