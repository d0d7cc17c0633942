import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '@muster/schema/context.ts';
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  executeSubscriptionEvent,
  mapSourceToResponseEvent,
  validateSubscriptionArgs,
} from 'graphql';

type Result = Promise<ExecutionResult>;

/** How long an event waits for a database that is away, and how often it is tried meanwhile. */
const patienceMs = 60_000;
const againMs = 500;

/** Long enough for subscribers who follow closely, too short for a person to call the job's state old. */
const sharedMs = 50;

/**
 * Subscribes as graphql does, but runs what follows from one event once for all who ask the same: the same document with
 * the same variables, by the same caller. A thousand consoles that follow all jobs made it a thousand times the work
 * (bench/bench-subscribers.ts). Each still has a stream, a place in it and a pace of its own. A shared result is masked
 * and sent from copies: nobody changes it.
 */
export function createSharedSubscribe(isOutage: (error: unknown) => boolean) {
  const documents = new WeakMap<DocumentNode, number>();
  let known = 0;
  const numberOf = (document: DocumentNode): number => {
    const number = documents.get(document) ?? known++;
    documents.set(document, number);
    return number;
  };

  // Two generations, so that nothing is kept for long: neither clocks nor sizes are looked at.
  let young = new Map<unknown, Map<string, Result>>();
  let old: typeof young = new Map();
  let isAgeing = false;
  const ageLater = () => {
    isAgeing = true;
    setTimeout(age, sharedMs).unref();
  };
  const age = () => {
    old = young;
    young = new Map();
    if (old.size > 0) ageLater();
    else isAgeing = false;
  };
  const once = (event: unknown, asked: string, run: () => Result): Result => {
    const shared = young.get(event)?.get(asked) ?? old.get(event)?.get(asked);
    if (shared !== undefined) return shared;
    const result = run();
    young.set(event, (young.get(event) ?? new Map()).set(asked, result));
    if (!isAgeing) ageLater();
    return result;
  };

  return async (args: ExecutionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> => {
    const validated = validateSubscriptionArgs(args);
    if (!('schema' in validated)) return { errors: validated };
    const stream = await createSourceEventStream(validated);
    if (!(Symbol.asyncIterator in stream)) return stream;
    const { document, operationName, variableValues } = args;
    const { caller } = args.contextValue as Context;
    const asked = JSON.stringify([numberOf(document), operationName, variableValues, caller]);
    return mapSourceToResponseEvent(validated, stream, (perEvent) =>
      // Whoever leaves must not take the others along.
      once(perEvent.rootValue, asked, () =>
        patiently(
          () => executeSubscriptionEvent({ ...perEvent, externalAbortSignal: undefined }),
          isOutage,
        ),
      ),
    );
  };
}

/** Subscribers are to miss nothing: what the database could not answer is asked again when it may be back. */
async function patiently(
  run: () => ReturnType<typeof executeSubscriptionEvent>,
  isOutage: (error: unknown) => boolean,
): Result {
  const until = performance.now() + patienceMs;
  for (;;) {
    const result = await run();
    if (!result.errors?.some(isOutage) || performance.now() > until) return result;
    await delay(againMs, undefined, { ref: false });
  }
}
