import { expect, test } from 'vitest';
import { countSyllables } from './english.ts';
import { readability, textAnalyst } from './text-analyst.ts';

const analyse = (text: string) => textAnalyst.handle({ text });

test('counts words, sentences and paragraphs', () => {
  const text =
    'Dr. Smith can\'t swim. He said: "No!" Then he\nwent home, e.g. by bus.\n\n- one thing\n- another thing';
  expect(analyse(text)).toMatchObject({
    outcome: 'COMPLETED',
    output: { words: 18, sentences: 5, paragraphs: 2 },
  });
});

test('computes the published formulas', () => {
  // 100 words in 5 sentences with 140 syllables: 206.835 − 20.3 − 118.44 and 7.8 + 16.52 − 15.59.
  expect(readability(20, 1.4)).toEqual({
    fleschReadingEase: 68.1,
    fleschKincaidGrade: 8.7,
    level: 'plain English',
  });
});

test('finds plain prose easier than legal prose', () => {
  const plain = analyse('The cat sat on the mat. It was a big cat. We like cats.');
  const legal = analyse(
    'Notwithstanding any contrary stipulation, indemnification obligations hereunder survive termination.',
  );
  expect(plain).toMatchObject({ output: { readability: { level: 'very easy' } } });
  expect(legal).toMatchObject({ output: { readability: { level: 'very difficult' } } });
});

test.each(
  Object.entries({
    a: 1,
    the: 1,
    make: 1,
    makes: 1,
    table: 2,
    people: 2,
    wanted: 2,
    asked: 1,
    boxes: 2,
    wishes: 2,
    reading: 2,
    seeing: 2,
    beautiful: 3,
    nation: 2,
    million: 2,
    idea: 2,
    radio: 3,
    media: 3,
    safely: 2,
    rhythm: 2,
    tourism: 3,
    video: 3,
    player: 2,
    readability: 5,
    "cat's": 1,
    naïve: 1,
    2026: 1,
  }),
)('hears in %j %i syllable(s)', (word, syllables) => {
  expect(countSyllables(word)).toBe(syllables);
});

test('lists frequent terms without stop words', () => {
  const text = "It's the agents' job. Agents don't sleep; an agent's work is the job of agents.";
  expect(analyse(text)).toMatchObject({
    output: {
      frequentTerms: [
        { term: 'agents', count: 3 },
        { term: 'job', count: 2 },
        { term: 'agent', count: 1 },
        { term: 'sleep', count: 1 },
        { term: 'work', count: 1 },
      ],
    },
  });
});

test('says when the text does not look like English', () => {
  const german =
    'Der schnelle braune Fuchs springt über den faulen Hund, und alle Tiere des Waldes sehen ihm dabei zu, ohne etwas zu sagen oder zu tun.';
  expect(analyse(german)).toMatchObject({
    output: {
      language: { assumed: 'en', likely: false, note: expect.stringContaining('mislead') },
    },
  });
  expect(analyse('これは日本語の文章です。二つ目の文。')).toMatchObject({
    output: { readability: null, sentences: 2, language: { likely: false } },
  });
});

test.each(['   \n', '!!! --- ???'])('asks for words when given %j', (text) => {
  expect(analyse(text)).toMatchObject({ outcome: 'RESUBMISSION_REQUIRED' });
});
