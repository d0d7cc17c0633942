export interface StoryEntry {
  id: string;
  assignmentId: string | null;
}

export type StoryPart<Entry extends StoryEntry> =
  | { type: 'moment'; entry: Entry }
  /** What one agent did with the job, from being assigned to the end of it. */
  | { type: 'attempt'; assignmentId: string; number: number; entries: readonly Entry[] };

/** Groups what belongs to one assignment; entries come oldest first and keep their order. */
export function groupStory<Entry extends StoryEntry>(
  entries: readonly Entry[],
): readonly StoryPart<Entry>[] {
  const parts: StoryPart<Entry>[] = [];
  const attempts = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { assignmentId } = entry;
    if (assignmentId === null) {
      parts.push({ type: 'moment', entry });
      continue;
    }
    const known = attempts.get(assignmentId);
    if (known !== undefined) {
      known.push(entry);
      continue;
    }
    const own = [entry];
    attempts.set(assignmentId, own);
    parts.push({ type: 'attempt', assignmentId, number: attempts.size, entries: own });
  }
  return parts;
}
