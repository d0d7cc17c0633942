import type { VariablesOf } from '../../../graphql/tada.ts';
import { readTimeSpan, sayTimeSpan } from '../../../ui/time-span.ts';
import type { CreateJob_Mutation } from '../job-requests.ts';

export type RetryPolicyInput = NonNullable<
  VariablesOf<typeof CreateJob_Mutation>['input']['retryPolicy']
>;

/** What stands in the section; an empty field leaves the server's default. */
export type RetryDraft = Readonly<Record<RetryField, string>>;
export type RetryField = (typeof retryFields)[number];

/** Named as the API has them, so that what it finds wrong has its place. */
export const retryFields = [
  'maxAttempts',
  'initialIntervalMs',
  'backoffCoefficient',
  'maximumIntervalMs',
  'totalTimeoutMs',
] as const;

export const blankRetry: RetryDraft = {
  maxAttempts: '',
  initialIntervalMs: '',
  backoffCoefficient: '',
  maximumIntervalMs: '',
  totalTimeoutMs: '',
};

export const retryLabels: Readonly<Record<RetryField, string>> = {
  maxAttempts: 'Attempts at most',
  initialIntervalMs: 'First wait',
  backoffCoefficient: 'Backoff',
  maximumIntervalMs: 'Longest wait',
  totalTimeoutMs: 'Total time limit',
};

export type RetryProblems = Readonly<Partial<Record<RetryField, string>>>;

export interface RetryReading {
  /** Undefined when nothing was filled in: the job follows the server's policy, also if that changes. */
  readonly policy: RetryPolicyInput | undefined;
  readonly problems: RetryProblems;
}

/** What the draft asks for, and what of it cannot be read. What may be asked for is the server's to say. */
export function readRetry(draft: RetryDraft): RetryReading {
  const problems: Partial<Record<RetryField, string>> = {};
  const policy: RetryPolicyInput = {};
  for (const field of retryFields) {
    const text = draft[field].trim();
    if (text === '') continue;
    const value = isTime(field) ? readTimeSpan(text) : readNumber(text);
    if (value === null) {
      problems[field] = isTime(field)
        ? 'Give a number with its unit, such as 30 s or 5 min.'
        : 'Give a number.';
    } else policy[field] = value;
  }
  return { policy: Object.keys(policy).length === 0 ? undefined : policy, problems };
}

/** What the server found wrong with the policy, beside the fields and in their words. */
export function placeRetryIssues(
  issues: readonly { readonly path: string; readonly message: string }[],
): RetryProblems {
  const problems: Partial<Record<RetryField, string>> = {};
  for (const { path, message } of issues) {
    const field = retryFields.find((one) => path.split(/[./]/).includes(one));
    if (field !== undefined && path.includes('retryPolicy'))
      problems[field] = inWords(field, message);
  }
  return problems;
}

function readNumber(text: string): number | null {
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}

function isTime(field: RetryField): boolean {
  return field.endsWith('Ms');
}

/**
 * The API speaks of its own fields and of milliseconds: "retryPolicy.maximumIntervalMs is 1,000: give at least 5,000,
 * the initialIntervalMs." Here it is "Give at least 5 s, the first wait."
 */
function inWords(field: RetryField, message: string): string {
  const advice = message.slice(message.indexOf(': ') + 1).trim();
  let said = advice.slice(0, 1).toUpperCase() + advice.slice(1);
  for (const one of retryFields) said = said.replaceAll(one, retryLabels[one].toLowerCase());
  if (!isTime(field)) return said;
  return said
    .replace('a whole number', 'a time')
    .replace(/\d[\d,]*\d|\d/g, (figure) => sayTimeSpan(Number(figure.replaceAll(',', ''))));
}
