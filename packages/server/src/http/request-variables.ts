import type { Caller } from '@muster/schema/context.ts';

/** What a request carries through the handlers. */
export interface RequestVariables {
  Variables: {
    requestId: string;
    /** Null for a stranger. */
    caller: Caller | null;
  };
}
