import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxWords } from './features.ts';
import { emptyModel, type LearningExample, learn, scoreText } from './learned-model.ts';
import { decodeModel, encodeModel, ModelBytesError } from './model-codec.ts';

const example = (title: string, agentId: string, changes: Partial<LearningExample> = {}) => ({
  text: { title, description: null },
  agentId,
  right: true,
  weight: 1,
  ...changes,
});

function modelOf(examples: readonly LearningExample[]) {
  const model = emptyModel();
  for (const one of examples) learn(model, one);
  return model;
}

function scoresOf(model: ReturnType<typeof modelOf>, title: string) {
  const { scores } = scoreText(model, { title, description: null });
  return Object.fromEntries(model.agents.ids.map((id, n) => [id, scores[n] ?? Number.NaN]));
}

const words = fc.constantFrom('csv', 'table', 'log', 'error', 'translate', 'french', 'the', 'of');
const titles = fc.array(words, { maxLength: 12 }).map((list) => list.join(' '));
const examples = fc.array(
  fc.record({
    text: fc.record({ title: titles, description: fc.option(titles) }),
    agentId: fc.constantFrom('a', 'b', 'c'),
    right: fc.boolean(),
    weight: fc.double({ min: 0, max: 2, noNaN: true }),
  }),
  { maxLength: 25 },
);

describe('what is learned', () => {
  it('leads jobs with the same words to the agent that did them', () => {
    const model = modelOf([
      example('summarise the sales table', 'a'),
      example('find errors in the log', 'b'),
      example('summarise this csv table', 'a'),
    ]);
    const { a = 0, b = 0 } = scoresOf(model, 'summarise a table');
    expect(a).toBeGreaterThan(b);
    expect(scoresOf(model, 'zebra')).toEqual({ a: -1, b: -1 });
  });

  it('grows surer with each job of a kind', () => {
    const jobs = Array.from({ length: 20 }, () => example('translate into french', 'a'));
    const [once, often] = [1, 20].map((count) => {
      const others = [example('find errors', 'b'), example('count words', 'c')];
      return scoresOf(modelOf([...others, ...jobs.slice(0, count)]), 'translate into french')['a'];
    });
    expect(often ?? 0).toBeGreaterThan(once ?? 1);
    expect(often ?? 0).toBeGreaterThan(0.5);
  });

  it('turns away from an agent that did such a job wrong, and from no other', () => {
    const before = [
      example('translate into french', 'a'),
      example('translate into german', 'b'),
      example('find errors', 'c'),
    ];
    const after = [...before, example('translate into french', 'a', { right: false })];
    const [was, is] = [before, after].map((list) =>
      scoresOf(modelOf(list), 'translate into french'),
    );
    expect(is?.['a'] ?? 0).toBeLessThan(was?.['a'] ?? 0);
    expect(modelOf(after).agents.experience).toEqual(modelOf(before).agents.experience);
  });

  it('reads no more of a huge text than of a long one', () => {
    const model = emptyModel();
    const huge = Array.from({ length: 200_000 }, (_, n) => `word${n}`).join(' ');
    learn(model, example(huge, 'a'));
    expect(model.table.features).toBeLessThanOrEqual(3 * maxWords);
  });

  it('takes an empty text, and one without weight, for nothing', () => {
    const model = modelOf([example('', 'a'), example('csv', 'b', { weight: 0 })]);
    expect(model).toMatchObject({ documents: 0, agents: { ids: [] } });
  });

  it('is a number, and the same for the same examples, whatever they are', () => {
    fc.assert(
      fc.property(examples, titles, (list, title) => {
        const model = modelOf(list);
        const { scores, coverage } = scoreText(model, { title, description: null });
        expect([...scores].every(Number.isFinite)).toBe(true);
        expect([...coverage].every((share) => share >= 0 && share <= 1 + 1e-6)).toBe(true);
        expect(encodeModel(modelOf(list))).toEqual(encodeModel(model));
      }),
      { seed: 1 },
    );
  });
});

describe('a model as bytes', () => {
  it('comes back the same, and learns on as if it had never been away', () => {
    fc.assert(
      fc.property(examples, examples, (first, then) => {
        const model = modelOf(first);
        const decoded = decodeModel(encodeModel(model));
        for (const one of then) {
          learn(model, one);
          learn(decoded, one);
        }
        expect(encodeModel(decoded)).toEqual(encodeModel(model));
      }),
      { seed: 2 },
    );
  });

  it('is refused when it is cut, when something follows it, and when it is garbage', () => {
    const bytes = encodeModel(modelOf([example('csv table', 'a'), example('log errors', 'b')]));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeModel(bytes.slice(0, length))).toThrow(ModelBytesError);
    }
    expect(() => decodeModel(Uint8Array.of(...bytes, 0))).toThrow(ModelBytesError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
        const head = bytes.slice(0, 4);
        expect(() => decodeModel(Uint8Array.of(...head, ...garbage, 0xff))).toThrow(
          ModelBytesError,
        );
      }),
      { seed: 3 },
    );
  });
});
