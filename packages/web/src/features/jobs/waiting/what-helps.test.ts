import { expect, it } from 'vitest';
import { whatHelps } from './what-helps.ts';

const bot = { id: 'b1', name: 'invoice-bot', availability: 'AVAILABLE' };

it('what only a person ends offers what the person can do', () => {
  expect(whatHelps('NOT_QUEUED', null).actions).toEqual([{ kind: 'match' }, { kind: 'assign' }]);
  expect(whatHelps('NO_AGENT', bot).actions).toEqual([
    { kind: 'visit', href: '/agents/b1/edit', label: 'Edit invoice-bot' },
    { kind: 'assign' },
  ]);
  expect(whatHelps('NO_AGENT', null).actions).toEqual([
    { kind: 'visit', href: '/agents/new', label: 'Register an agent' },
  ]);
  expect(whatHelps('AGENTS_DOWN', { ...bot, availability: 'PAUSED' }).actions).toEqual([
    { kind: 'visit', href: '/agents/b1', label: 'Go to invoice-bot' },
  ]);
});

it('what ends by itself says so, and asks for nothing', () => {
  for (const [reason, agent] of [
    ['AT_CAPACITY', null],
    ['AGENTS_DOWN', { ...bot, availability: 'COOLING_DOWN' }],
  ] as const) {
    const { advice, actions } = whatHelps(reason, agent);
    expect(advice).toMatch(/^Nothing needs to be done/);
    expect(actions).toEqual([]);
  }
});
