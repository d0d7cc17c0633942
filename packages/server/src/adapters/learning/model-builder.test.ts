import { emptyModel, type LearningExample, learn } from '@muster/domain/matching/learned-model.ts';
import { encodeModel } from '@muster/domain/matching/model-codec.ts';
import { rebuild } from '@muster/domain/matching/rebuild.ts';
import { describe, expect, test } from 'vitest';
import { createModelBuilder } from './model-builder.ts';

const builder = createModelBuilder();
const never = new AbortController().signal;

const example = (title: string, agentId: string): LearningExample => ({
  text: { title, description: null },
  agentId,
  right: true,
  weight: 1,
});
const oldestFirst = [
  example('translate the letter', 'a'),
  example('paint the fence', 'b'),
  example('translate the book', 'a'),
  example('paint the door', 'b'),
  example('count the stars', 'c'),
];

async function* pages(...all: (readonly LearningExample[])[]) {
  for (const page of all) yield page;
}

describe('in a thread of its own', () => {
  test('a rebuild makes what it would make here', async () => {
    const newestFirst = oldestFirst.toReversed();
    const built = await builder.rebuild(
      pages(newestFirst.slice(0, 2), [], newestFirst.slice(2)),
      [],
      { signal: never },
    );
    const here = rebuild(oldestFirst, []);
    expect(built.examples).toBe(5);
    expect(built.calibration).toEqual(here.calibration);
    expect(built.hit1).toBe(here.report.hit1);
    expect(Buffer.from(built.model).equals(encodeModel(here.learned))).toBe(true);
  });

  test('a model goes on as it would here', async () => {
    const here = emptyModel();
    for (const one of oldestFirst.slice(0, 3)) learn(here, one);
    const bytes = encodeModel(here);
    for (const one of oldestFirst.slice(3)) learn(here, one);
    const built = await builder.advance(bytes, pages(oldestFirst.slice(3)), { signal: never });
    expect(built.examples).toBe(2);
    expect(Buffer.from(built.model).equals(encodeModel(here))).toBe(true);
  });

  test('bytes that are no model are refused, and end nothing but the thread', async () => {
    await expect(
      builder.advance(new Uint8Array([1, 2, 3, 4, 5]), pages(oldestFirst), { signal: never }),
    ).rejects.toThrow('no matcher model');
  });

  test('what cannot be read ends the work with its reason', async () => {
    async function* broken() {
      yield oldestFirst;
      throw new Error('The database is away.');
    }
    await expect(builder.rebuild(broken(), [], { signal: never })).rejects.toThrow(
      'The database is away.',
    );
  });

  test('work that is no longer wanted ends at once', async () => {
    const stopping = new AbortController();
    async function* endless() {
      for (;;) {
        yield oldestFirst;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    const built = builder.rebuild(endless(), [], { signal: stopping.signal });
    setTimeout(() => stopping.abort(new Error('Enough.')), 50);
    await expect(built).rejects.toThrow('Enough.');
  });
});
