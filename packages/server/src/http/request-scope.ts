import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<string>();

/** Runs a request under its id, which everything that it starts can ask for. */
export const withRequestId = <T>(requestId: string, run: () => T): T => scope.run(requestId, run);

export const currentRequestId = (): string | undefined => scope.getStore();
