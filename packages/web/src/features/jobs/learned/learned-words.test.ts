import { expect, it } from 'vitest';
import { sayLearned, sayUndo } from './learned-words.ts';

const agent = { id: 'a', name: 'csv-analyst' };

it('what was learned reads as a sentence', () => {
  expect(sayLearned({ kind: 'COMPLETED', right: true, agent })).toBe(
    'csv-analyst completed it: such jobs count for it.',
  );
  expect(sayLearned({ kind: 'REJECTED', right: false, agent })).toBe(
    'csv-analyst rejected it: such jobs count against it.',
  );
  expect(sayLearned({ kind: 'OVERRIDDEN', right: true, agent })).toContain(
    'A person chose csv-analyst',
  );
});

it('undoing says what is forgotten', () => {
  expect(sayUndo([{ agent, right: true }])).toContain(
    'forgets that csv-analyst was right for this job,',
  );
  expect(
    sayUndo([
      { agent, right: true },
      { agent, right: false },
    ]),
  ).toContain('forgets all 2 things it learned from this job');
});
