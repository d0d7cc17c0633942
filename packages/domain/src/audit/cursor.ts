/** A log row's place in commit order: the transaction that inserted it, then its number. */
export interface Position {
  readonly xid: bigint;
  readonly seq: bigint;
}

/** A position as clients hold it: opaque to them. */
export const cursorOf = ({ xid, seq }: Position): string => `${xid}-${seq}`;

/** Null for what never was a cursor. */
export function positionOf(cursor: string): Position | null {
  const match = /^(\d{1,18})-(\d{1,18})$/.exec(cursor);
  return match?.[1] && match[2] ? { xid: BigInt(match[1]), seq: BigInt(match[2]) } : null;
}

/** Whether one place comes after another. */
export const isAfter = (one: Position, other: Position): boolean =>
  one.xid === other.xid ? one.seq > other.seq : one.xid > other.xid;
