import { expect, it } from 'vitest';
import { sayReplay, sayWhere } from './replay-words.ts';

const replay = { decisions: 1200, changed: 12, toDecision: 3, toNobody: 1 };

it('a replay says how many decisions would change, and where they would go', () => {
  expect(sayReplay(replay)).toEqual({
    figure: '12',
    rest: 'of the last 1,200 decisions would change',
  });
  expect(sayWhere(replay)).toBe('8 to another agent, 3 to a person, 1 to nobody');
  expect(sayWhere({ ...replay, toDecision: 12, toNobody: 0 })).toBe('12 to a person');
});

it('a replay that changes nothing, or has nothing to look at, says so', () => {
  const none = { decisions: 1, changed: 0, toDecision: 0, toNobody: 0 };
  expect(sayReplay(none)).toEqual({ figure: 'None', rest: 'of the last 1 decision would change' });
  expect(sayWhere(none)).toBeNull();
  expect(sayReplay({ ...none, decisions: 0 }).figure).toBe('No decision');
});
