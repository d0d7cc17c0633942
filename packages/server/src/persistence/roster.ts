/** Long enough for a few hundred assignments of a single caller, too short for a person to notice. */
const latelyMs = 250;

/**
 * One roster for all who ask at about the same time: reading 20 agents costs PostgreSQL 0.3 ms, a third of what a whole
 * assignment by a single caller may (bench/bench-assign.ts).
 */
export function shareRoster<Roster>(read: () => Promise<Roster>) {
  interface Reading {
    readonly roster: Promise<Roster>;
    readonly startedAt: number;
    ended: boolean;
  }
  let last: Reading | undefined;

  const start = (): Reading => {
    const reading: Reading = { roster: read(), startedAt: performance.now(), ended: false };
    last = reading;
    reading.roster.then(
      () => {
        reading.ended = true;
      },
      // The error goes to those who wait for it, and not to those who come later.
      () => {
        if (last === reading) last = undefined;
      },
    );
    return reading;
  };

  return {
    /** As it is now. Whoever asks while it is being read shares it: what it may miss, the commit still checks. */
    now: (): Promise<Roster> => (last && !last.ended ? last : start()).roster,
    /** As it was lately. */
    lately: (): Promise<Roster> =>
      (last && performance.now() - last.startedAt < latelyMs ? last : start()).roster,
    /** Nobody from here on gets what was read before. */
    forget(): void {
      last = undefined;
    },
  };
}
