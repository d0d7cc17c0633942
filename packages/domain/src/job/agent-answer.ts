import { checkJson } from '../validation/check-json.ts';
import { limits } from '../validation/limits.ts';
import { truncate } from '../validation/measure.ts';
import { type DomainError, type Issue, ok, type Result, refuse } from './errors.ts';
import { type Failure, type FailureClass, failureClasses } from './failure.ts';
import type { AgentOutcome, OutcomeKind } from './outcome.ts';

/** The fields that an answer may have, as far as they are known before they are read. */
interface AnswerBody {
  readonly outcome?: unknown;
  readonly output?: unknown;
  readonly message?: unknown;
  readonly failure?: unknown;
}

interface FailureBody {
  readonly class?: unknown;
  readonly message?: unknown;
  readonly retryAfterMs?: unknown;
}

type Parsed = { readonly outcome: AgentOutcome } | { readonly issue: Issue };

const answerKinds = ['COMPLETED', 'FAILED', 'REJECTED', 'RESUBMISSION_REQUIRED'] as const;
const reportKinds = ['STARTED', ...answerKinds] as const satisfies OutcomeKind[];

/**
 * Reads the body of a 200 answer. One that does not keep to the contract is not "done":
 * it comes back as a failure of class `protocol` that names the field, so the job does not hang.
 */
export function parseAgentAnswer(body: unknown): AgentOutcome {
  const parsed = parseOutcome(body, answerKinds, 'a 200 answer');
  if ('outcome' in parsed) return parsed.outcome;
  return { outcome: 'FAILED', failure: { class: 'protocol', message: parsed.issue.message } };
}

/**
 * Reads what an agent reports by REST or GraphQL. A report that does not keep to the contract is refused,
 * and the assignment stands as it was: the agent is on the line and can correct itself within its lease.
 */
export function parseAgentReport(
  body: unknown,
): Result<AgentOutcome, Extract<DomainError, { code: 'VALIDATION' }>> {
  const parsed = parseOutcome(body, reportKinds, 'a report');
  if ('outcome' in parsed) return ok(parsed.outcome);
  return refuse({ code: 'VALIDATION', message: parsed.issue.message, issues: [parsed.issue] });
}

function parseOutcome(body: unknown, kinds: readonly OutcomeKind[], what: string): Parsed {
  if (!isObject<AnswerBody>(body)) {
    return wrong(
      '',
      `The body is ${nameType(body)}: ${what} must be a JSON object with an outcome.`,
    );
  }
  const said = body.outcome;
  const choice = `${what} must say ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}.`;
  if (said === undefined || said === null) return wrong('outcome', `outcome is missing: ${choice}`);
  const kind = kinds.find((known) => known === said);
  if (kind === undefined) return wrong('outcome', `outcome is ${quote(said)}: ${choice}`);
  return parseKind(kind, body);
}

function parseKind(kind: OutcomeKind, body: AnswerBody): Parsed {
  const message = readMessage(body.message);
  switch (kind) {
    case 'STARTED':
      return { outcome: { outcome: kind, ...(message === null ? {} : { message }) } };
    case 'COMPLETED': {
      // An agent whose work leaves nothing to show (it sent a letter) may leave `output` out.
      const output = body.output ?? null;
      const [issue] = checkJson('output', output, limits.outputBytes);
      if (issue !== undefined) return { issue };
      return { outcome: { outcome: kind, output, ...(message === null ? {} : { message }) } };
    }
    case 'FAILED':
      return parseFailure(body.failure, message);
    case 'REJECTED':
      if (message === null) return wrong('message', `message is missing: ${kind} must say why.`);
      return { outcome: { outcome: kind, message } };
    case 'RESUBMISSION_REQUIRED':
      if (message === null) {
        return wrong('message', `message is missing: ${kind} must say what input is needed.`);
      }
      return { outcome: { outcome: kind, message } };
  }
}

function parseFailure(value: unknown, outerMessage: string | null): Parsed {
  if (!isObject<FailureBody>(value)) {
    const state = value === undefined || value === null ? 'missing' : nameType(value);
    return wrong('failure', `failure is ${state}: FAILED must carry failure { class, message }.`);
  }
  const retryAfterMs = value.retryAfterMs ?? null;
  if (retryAfterMs !== null && !isDelay(retryAfterMs)) {
    const path = 'failure.retryAfterMs';
    return wrong(path, `${path} is ${quote(retryAfterMs)}: give milliseconds, 0 or more.`);
  }
  const message = readMessage(value.message) ?? outerMessage ?? 'The agent gave no reason.';
  const failure = classify(value.class, message);
  return {
    outcome: {
      outcome: 'FAILED',
      failure:
        retryAfterMs === null
          ? failure
          : { ...failure, retryAfterMs: Math.min(retryAfterMs, limits.restMs) },
    },
  };
}

/** An unknown class still is a failure of the agent's own; what it called it stays readable in the message. */
function classify(said: unknown, message: string): Failure {
  const known: FailureClass | undefined = failureClasses.find((name) => name === said);
  if (known !== undefined) return { class: known, message };
  if (said === undefined || said === null) return { class: 'agent_error', message };
  const note = ` (failure class ${quote(said)})`;
  return {
    class: 'agent_error',
    message: `${truncate(message, limits.messageCharacters - note.length)}${note}`,
  };
}

/** A usable message, or null when there is none. Too long a one is cut, and what PostgreSQL cannot store is replaced: a message is for people and never worth losing an outcome. */
function readMessage(value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null;
  const storable = value.replaceAll('\u0000', '\uFFFD').toWellFormed();
  return truncate(storable, limits.messageCharacters);
}

function isDelay(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isObject<Fields extends AnswerBody | FailureBody>(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(path: string, message: string): Parsed {
  return { issue: { path, message } };
}

function nameType(value: unknown): string {
  if (value === undefined || value === null) return 'empty';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A value from outside, short and storable enough for a message. */
function quote(value: unknown): string {
  if (typeof value === 'object' && value !== null) return nameType(value);
  const text = String(value).replaceAll('\u0000', '\uFFFD').toWellFormed();
  const short = truncate(text, 60);
  return typeof value === 'string' ? `"${short}"` : short;
}
