/** Which tags the other side must have, and which it must not have. */
export interface TagRule {
  readonly demands: readonly string[];
  readonly refuses: readonly string[];
}

export const noRule: TagRule = { demands: [], refuses: [] };

export const isEmptyRule = ({ demands, refuses }: TagRule): boolean =>
  demands.length === 0 && refuses.length === 0;

/** `demands eu, gpu; refuses beta`. */
export function sayTagRule({ demands, refuses }: TagRule): string {
  return [
    ...(demands.length > 0 ? [`demands ${demands.join(', ')}`] : []),
    ...(refuses.length > 0 ? [`refuses ${refuses.join(', ')}`] : []),
  ].join('; ');
}
