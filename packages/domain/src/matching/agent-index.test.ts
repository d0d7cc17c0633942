import { describe, expect, it } from 'vitest';
import { type AgentText, buildAgentIndex, namedBy } from './agent-index.ts';
import { emptyModel } from './learned-model.ts';
import { queryOf } from './text.ts';
import { evidenceIn } from './text-evidence.ts';

const agent = (id: string, name: string, description = ''): AgentText => ({
  id,
  name,
  description,
  skills: [],
});

describe('how much of a name a text says', () => {
  const index = buildAgentIndex([
    agent('whole', 'SpeedCameras'),
    agent('part', 'speed-reader'),
    agent('other', 'Weather'),
    agent('nameless', '!'),
  ]);
  const named = (text: string) => [...namedBy(index, queryOf(text, 100))];

  it('is all of it, however it is written', () => {
    expect(named('Where are the speed cameras?')[0]).toBeCloseTo(1);
    expect(named('speed_camera')[0]).toBeCloseTo(1);
  });

  it('is less for the words that others are called by too, and nothing for the rest', () => {
    const [whole = 0, part = 0, other, nameless] = named('cameras');
    expect(whole).toBeGreaterThan(0.5);
    expect(whole).toBeLessThan(1);
    expect([part, other, nameless]).toEqual([0, 0, 0]);
    expect(named('speed')[0]).toBeLessThan(0.5);
  });

  it('counts no more when the text says it again and again', () => {
    expect(named('weather weather weather weather')[2]).toBeCloseTo(1);
  });
});

it('who is called by its whole name comes before who has the same words in its description', () => {
  const index = buildAgentIndex([
    agent('described', 'Helper', 'Exchange rate.'),
    agent('named', 'ExchangeRate', 'Helper.'),
  ]);
  const text = { title: 'exchange rate of the day', description: null };
  const { described } = evidenceIn({ index, learned: emptyModel() }, text);
  expect(described[1]).toBeGreaterThan(described[0] ?? 0);
});
