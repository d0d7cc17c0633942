import { firstCharacters } from '@muster/domain/validation/measure.ts';
import type OpenAI from 'openai';
import { parseJson } from '../parse-json.ts';

/** A question to be answered with one JSON object. */
export interface StructuredQuestion {
  readonly model: string;
  readonly system: string;
  /** Given to the model as JSON in a message of its own: data, never instructions. */
  readonly data: unknown;
  /** Letters, digits, `_` and `-`. */
  readonly schemaName: string;
  /** JSON Schema in the subset that strict structured outputs support. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export type ChatRequest = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

/** What of a completion is used here. Servers that only resemble OpenAI leave out the rest, or these. */
export type ReadAnswer =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly why: string }
  | { readonly kind: 'malformed'; readonly why: string };

/** Chat Completions rather than Responses, since compatible servers speak it; structured outputs, strict. */
export function chatRequest(question: StructuredQuestion): ChatRequest {
  return {
    model: question.model,
    messages: [
      { role: 'system', content: question.system },
      { role: 'user', content: JSON.stringify(question.data) },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: { name: question.schemaName, strict: true, schema: { ...question.schema } },
    },
  };
}

/** The same question once more, with the answer that could not be used and what was wrong with it. */
export function askAgain(request: ChatRequest, completion: unknown, why: string): ChatRequest {
  const said = contentOf(completion);
  return {
    ...request,
    messages: [
      ...request.messages,
      ...(said === null ? [] : [{ role: 'assistant', content: said } as const]),
      {
        role: 'user',
        content: `Your answer could not be used: ${why} Answer the question again, as the schema says.`,
      },
    ],
  };
}

/** More of an answer that was no use need not be paid for twice. */
const repeatedCharacters = 2_000;

function contentOf(completion: unknown): string | null {
  const content = field(field(field(field(completion, 'choices'), 0), 'message'), 'content');
  return typeof content === 'string' && content !== ''
    ? firstCharacters(content.toWellFormed(), repeatedCharacters)
    : null;
}

/** Reads the JSON of the first choice, trusting nothing of its shape. */
export function readAnswer(completion: unknown): ReadAnswer {
  const choice = field(field(completion, 'choices'), 0);
  const message = field(choice, 'message');
  const refusal = field(message, 'refusal');
  if (typeof refusal === 'string' && refusal !== '') return { kind: 'refusal', why: refusal };
  const finish = field(choice, 'finish_reason');
  if (finish === 'content_filter')
    return { kind: 'refusal', why: 'its content filter stopped the answer' };
  if (finish === 'length')
    return { kind: 'malformed', why: 'its answer was cut off at the length limit' };
  const content = field(message, 'content');
  if (typeof content !== 'string' || content.trim() === '') {
    return { kind: 'malformed', why: 'it gave no answer' };
  }
  const value = parseJson(content);
  return value === undefined
    ? { kind: 'malformed', why: 'its answer is not JSON' }
    : { kind: 'json', value };
}

/** A property of something that may be anything. */
export function field(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
