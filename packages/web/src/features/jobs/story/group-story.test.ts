import { expect, it } from 'vitest';
import { groupStory } from './group-story.ts';

it('a story groups what belongs to one attempt and counts the attempts', () => {
  const entries = [
    { id: 'created', assignmentId: null },
    { id: 'assigned', assignmentId: 'a' },
    { id: 'failed', assignmentId: 'a' },
    { id: 'assigned again', assignmentId: 'b' },
    { id: 'completed', assignmentId: 'b' },
    { id: 'sent back', assignmentId: null },
  ];
  const [created, a, b, sentBack] = [
    entries[0],
    entries.slice(1, 3),
    entries.slice(3, 5),
    entries[5],
  ];
  expect(groupStory(entries)).toEqual([
    { type: 'moment', entry: created },
    { type: 'attempt', assignmentId: 'a', number: 1, entries: a },
    { type: 'attempt', assignmentId: 'b', number: 2, entries: b },
    { type: 'moment', entry: sentBack },
  ]);
});
