import { porterStem } from './porter-stemmer.ts';

/**
 * English words that tell no agent from another: the grammar, and the courtesies of asking for something
 * ("please, I want you to help me"). Leaving them out raised the share of jobs whose first candidate is right
 * from 42 % to 53 % on the MetaTool queries.
 */
const stopWords = new Set(
  `a about above after again against all also am an and any are as at be because been before being below
   between both but by can could did do does doing down during each few for from further get give had has have
   having he her here hers herself him himself his how i if in into is it its itself just know let like
   looking make me more most my myself need needs no nor not now of off on once only or other our ours
   ourselves out over own please s same she should show so some such t tell than thank thanks that the their
   theirs them themselves then there these they this those through to too under until up us use using very
   want wants was we were what when where which while who whom why will with would you your yours yourself
   yourselves hi hello help find able d ll m re ve don doesn didn isn won wouldn couldn shouldn`.split(
    /\s+/u,
  ),
);

/**
 * Words of asking and telling that say little of what the work is: a job's count half when it is compared with what agents say of
 * themselves. Of general English, not of any data; 54.4 % → 55.3 % first right on the titles of MetaTool's history.
 */
const weakStems = new Set(
  `access also app application assist assistance available best better certain check comprehensive create current
   currently customized day detail detailed different effective effectively enjoy ensure example explain feature first
   following generate give good great high improve include including inform information interest interested kind last
   latest learn like list lot love made make making many month much new next now number offer online option particular
   people person personalized platform plugin possible potential prefer preference provide quality recent recently
   recommend recommendation related relevant request require requirement right see service set several share show
   specific specifically start suggest suggestion tailored take thing time today tool top try type understand upcoming
   useful user various want way website week well within wonder wondering work year`
    .split(/\s+/u)
    .map(porterStem),
);

const weakWeight = 0.5;

/** What stands beside a question leads up to it: "I like old films. Which theatre shows one?" */
const asideWeight = 0.7;

/** The stems of a job's text for a comparison with descriptions: each once, with how much it counts. */
export function queryOf(text: string, most: number): Map<string, number> {
  const query = new Map<string, number>();
  const sentences = text.split(/(?<=[.!?])\s+/u);
  const asks = (sentence: string) => /\?/u.test(sentence);
  const hasAside = sentences.some(asks);
  let left = most;
  for (const sentence of sentences) {
    const share = hasAside && !asks(sentence) ? asideWeight : 1;
    const stems = tokenise(sentence, left);
    left -= stems.length;
    for (const stem of stems) {
      query.set(stem, (query.get(stem) ?? 0) + share * (weakStems.has(stem) ? weakWeight : 1));
    }
    if (left <= 0) break;
  }
  return query;
}

/** ASCII. */
const plain = /^[\0-\x7f]*$/;
const plainRun = /[a-z0-9]+/g;
/** A run of letters and digits with their marks. */
const run = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
/** Scripts written without spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2,}/gu;

/**
 * The words of a text as the matcher compares them: identifiers taken apart (`csvAnalyst`, `csv_analyst` and
 * `csv-analyst` are two words), lower case, without accents and stop words, stemmed. In the order of the text,
 * with repetitions.
 */
export function tokenise(text: string, most = Number.POSITIVE_INFINITY): readonly string[] {
  const tokens: string[] = [];
  for (const word of wordsOf(text, most)) {
    if (!isStopWord(word)) tokens.push(porterStem(word));
  }
  return tokens;
}

/** The words as they stand, stop words too; no more than `most`. */
export function wordsOf(text: string, most = Number.POSITIVE_INFINITY): readonly string[] {
  // Most texts have neither accents nor scripts without spaces, and are told from the others in no time.
  if (plain.test(text))
    return (splitCases(text).toLowerCase().match(plainRun) ?? []).slice(0, most);
  const words: string[] = [];
  for (const [word] of splitCases(text.normalize('NFKC')).matchAll(run)) {
    for (const part of splitUnspaced(foldAccents(word.toLowerCase()))) {
      if (words.length >= most) return words;
      words.push(part);
    }
  }
  return words;
}

export function isNumber(word: string): boolean {
  return /^\p{N}+$/u.test(word);
}

export function isStopWord(word: string): boolean {
  return stopWords.has(word);
}

/** Puts a space where the case says that a word begins: `parseHTMLPage` → `parse HTML Page`. */
function splitCases(text: string): string {
  return text
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
}

/** "résumé" and "resume" are one word. Marks of scripts other than Latin, Greek and Cyrillic carry meaning and stay. */
function foldAccents(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .normalize('NFC');
}

/** Pairs of neighbouring characters stand in for words where none are marked, as in Lucene's CJKAnalyzer. */
function splitUnspaced(word: string): readonly string[] {
  if (word.search(unspaced) === -1) return [word];
  const rest = word.replace(unspaced, ' ').split(' ').filter(Boolean);
  const pairs = [...word.matchAll(unspaced)].flatMap(([text]) => {
    const characters = [...text];
    return characters.slice(1).map((next, index) => `${characters[index]}${next}`);
  });
  return [...rest, ...pairs];
}
