import { completed, defineAgent, MAX_TEXT_LENGTH, type Outcome, resubmit } from '../agent.ts';
import { shorten } from '../shorten.ts';
import { countSyllables, endsInAbbreviation, isStopWord } from './english.ts';

interface TextInputs {
  text: string;
}

export const textAnalyst = defineAgent<TextInputs>({
  name: 'text-analyst',
  description:
    'Tells how readable a text is: Flesch reading ease and Flesch-Kincaid grade, with sentences, syllables, reading time, longest sentence and most frequent terms. Readability assumes English.',
  skills: [
    {
      name: 'readability',
      description: 'How readable, easy or difficult to read a text is; school grade; plain English',
    },
    {
      name: 'text statistics',
      description:
        'Length of a text in words, sentences and paragraphs, reading time, vocabulary, style',
    },
    { name: 'key terms', description: 'Keywords: the most frequent terms, without stop words' },
  ],
  capacity: 4,
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A text to analyse',
    type: 'object',
    required: ['text'],
    properties: {
      text: {
        title: 'Text',
        description: 'The plain text to analyse; readability is meaningful for English',
        type: 'string',
        contentMediaType: 'text/plain',
        minLength: 1,
        maxLength: MAX_TEXT_LENGTH,
      },
    },
  },
  work: analyseText,
});

const FREQUENT_TERMS = 15;
const MAX_SENTENCE_LENGTH = 300;
/** Adults reading English silently: Brysbaert, "How many words do we read per minute?" (2019). */
const WORDS_PER_MINUTE = 238;

function analyseText({ text }: TextInputs): Outcome {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const paragraphs = clean.split(/\n[^\S\n]*\n/).filter((paragraph) => paragraph.trim() !== '');
  const sentences = paragraphs.flatMap(splitSentences).map((sentence) => ({
    text: sentence,
    words: splitWords(sentence),
  }));
  const words = sentences.flatMap((sentence) => sentence.words);
  if (words.length === 0) {
    return resubmit('`text` has no words; please send the text to analyse.');
  }
  const spoken = sentences.filter((sentence) => sentence.words.length > 0);
  const syllables = words.reduce((total, word) => total + countSyllables(word), 0);
  const longest = spoken.reduce((a, b) => (b.words.length > a.words.length ? b : a));
  const wordsPerSentence = words.length / spoken.length;
  const syllablesPerWord = syllables / words.length;
  const language = judgeLanguage(words);
  return completed({
    characters: [...clean].length,
    words: words.length,
    uniqueWords: new Set(words.map((word) => word.toLowerCase())).size,
    sentences: spoken.length,
    paragraphs: paragraphs.length,
    syllables,
    wordsPerSentence: round(wordsPerSentence, 2),
    syllablesPerWord: round(syllablesPerWord, 2),
    readingTimeSeconds: Math.round((words.length / WORDS_PER_MINUTE) * 60),
    readability: language.latin ? readability(wordsPerSentence, syllablesPerWord) : null,
    longestSentence: {
      words: longest.words.length,
      text: shorten(longest.text.trim(), MAX_SENTENCE_LENGTH),
    },
    frequentTerms: frequentTerms(words),
    language: { assumed: 'en', likely: language.english, note: language.note },
  });
}

/**
 * Reading ease: Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948).
 * Grade: Kincaid, Fishburne, Rogers & Chissom, Research Branch Report 8-75, Naval Technical
 * Training Command (1975).
 */
export function readability(wordsPerSentence: number, syllablesPerWord: number): object {
  const ease = 206.835 - 1.015 * wordsPerSentence - 84.6 * syllablesPerWord;
  const grade = 0.39 * wordsPerSentence + 11.8 * syllablesPerWord - 15.59;
  return {
    fleschReadingEase: round(ease, 1),
    fleschKincaidGrade: round(grade, 1),
    level: levelOf(ease),
  };
}

/** The bands of Flesch's own table, "How to Write Plain English" (1979). */
function levelOf(ease: number): string {
  if (ease >= 90) return 'very easy';
  if (ease >= 80) return 'easy';
  if (ease >= 70) return 'fairly easy';
  if (ease >= 60) return 'plain English';
  if (ease >= 50) return 'fairly difficult';
  if (ease >= 30) return 'difficult';
  return 'very difficult';
}

const sentenceSegmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const wordSegmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** Unicode ends a sentence at every line break: wrapped lines are joined first, list items are not. */
function splitSentences(paragraph: string): string[] {
  const unwrapped = paragraph.replace(/\n(?!\s*(?:[-*•]|\d+[.)])\s)/g, ' ');
  const sentences: string[] = [];
  for (const { segment } of sentenceSegmenter.segment(unwrapped)) {
    const before = sentences.at(-1);
    if (before !== undefined && endsInAbbreviation(before)) {
      sentences[sentences.length - 1] = before + segment;
    } else sentences.push(segment);
  }
  return sentences;
}

const splitWords = (text: string): string[] =>
  [...wordSegmenter.segment(text)].filter((part) => part.isWordLike).map((part) => part.segment);

function frequentTerms(words: readonly string[]): { term: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const word of words) {
    const term = word.toLowerCase().replace(/['’]s$/, '');
    if ([...term].length < 2 || !/\p{L}/u.test(term) || isStopWord(term)) continue;
    counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b, 'en'))
    .slice(0, FREQUENT_TERMS)
    .map(([term, count]) => ({ term, count }));
}

interface LanguageJudgement {
  latin: boolean;
  /** undefined when the text is too short to tell. */
  english: boolean | null;
  note: string;
}

/** About four words in ten of running English are stop words; in other languages next to none are. */
const ENGLISH_STOP_WORD_SHARE = 0.2;
const WORDS_TO_TELL = 20;

function judgeLanguage(words: readonly string[]): LanguageJudgement {
  const latinShare = share(words, (word) => /[a-z\d]/i.test(word));
  if (latinShare < 0.5) {
    const note = 'Not in Latin letters: syllables are a guess and readability is not given.';
    return { latin: false, english: false, note };
  }
  if (words.length < WORDS_TO_TELL) {
    return { latin: true, english: null, note: 'English is assumed; too short to tell.' };
  }
  const english = share(words, isStopWord) >= ENGLISH_STOP_WORD_SHARE;
  const note = english
    ? 'English is assumed: syllables, readability and stop words follow its rules.'
    : 'Does not look like English: readability and frequent terms follow English rules and may mislead.';
  return { latin: true, english, note };
}

const share = (words: readonly string[], holds: (word: string) => boolean): number =>
  words.filter(holds).length / words.length;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
