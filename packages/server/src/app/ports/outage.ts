/**
 * What keeps the database from doing its work, when the fault is not in what it was asked: it cannot be reached, it has more to do than
 * it can, or it has no room left.
 */
export type Outage = 'unreachable' | 'busy' | 'full';

/** The outage that an error is about; null when it is about something else. */
export type OutageOf = (error: unknown) => Outage | null;
