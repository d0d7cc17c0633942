/** How many decisions one may look back. */
export const replayRanges = [50, 200, 1000] as const;
