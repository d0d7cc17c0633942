/**
 * Runs `work` unless another server is at it; null then. Nobody leads: whoever comes next has the next turn, and the turn of
 * a server that dies, or that takes more than a few seconds, ends by itself. So it saves work, and protects nothing.
 */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T | null>;
