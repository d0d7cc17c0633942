import { type ErrorCode, type Result, refuse } from '@muster/domain/job/errors.ts';
import type { Caller, Idempotent } from '@muster/schema/context.ts';
import { type Keep, repeated } from './decide-and-commit.ts';
import type { Secrets } from './ports/secrets.ts';
import type { IdempotencyStore } from './ports/store.ts';
import { conflict } from './refusals.ts';
import { actorOf } from './who.ts';

export interface IdempotencyPorts {
  readonly idempotency: IdempotencyStore;
  readonly secrets: Secrets;
}

const attempts = 8;
const notKept: readonly ErrorCode[] = ['VALIDATION', 'CONFLICT'];

/**
 * Stripe's semantics: the first result under a key is kept (a success in the transaction that made it
 * true, a refusal right after) and answered to whoever uses the key again; the same key with other
 * parameters is refused; what failed validation or met a conflict is not kept, so that it can be mended or tried
 * again under the same key.
 */
export async function idempotently<T>(
  { idempotency, secrets }: IdempotencyPorts,
  operation: string,
  caller: Caller,
  input: Idempotent,
  run: (keep: Keep) => Promise<Result<T> | typeof repeated>,
): Promise<Result<T>> {
  const { idempotencyKey: key, ...parameters } = input;
  if (key === undefined || key === null) return certain(await run(undefined));

  const scope = `${actorOf(caller)}:${operation}`;
  const fingerprint = secrets.hash(canonical(parameters));
  // The store holds JSON: what was kept as a Result<T> comes back as one.
  const replay = (kept: { fingerprint: string; result: Result<unknown> }): Result<T> =>
    kept.fingerprint === fingerprint ? (kept.result as Result<T>) : mismatch(key);

  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const known = await idempotency.find(scope, key);
    if (known) return replay(known);
    const result = await run({ scope, key, fingerprint });
    // Somebody else had the key: it is kept now, or given back because that decision lost a race.
    if (result === repeated) continue;
    if (result.ok || notKept.includes(result.error.code)) return result;
    return replay(await idempotency.keep({ scope, key, fingerprint, result }));
  }
  return conflict('Others use the same idempotency key at the same time: retry.');
}

function certain<T>(result: Result<T> | typeof repeated): Result<T> {
  if (result === repeated)
    throw new Error('A command without an idempotency key was answered as repeated.');
  return result;
}

const mismatch = (key: string) =>
  refuse({
    code: 'IDEMPOTENCY_MISMATCH',
    message: `The idempotency key ${JSON.stringify(key)} was used before with other parameters: use a new key for a new request.`,
  });

/** JSON with sorted keys: the same parameters always read the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
