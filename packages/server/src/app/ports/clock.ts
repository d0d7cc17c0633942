/** Repeats `work` every `intervalMs` until the returned function is called. */
export type Every = (intervalMs: number, work: () => void) => () => void;
