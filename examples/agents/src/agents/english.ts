/** Words too common to say what a text is about; also the sign that a text is English. */
const STOP_WORDS = new Set(
  `a about above after again against all also am an and any are as at be because been before being
  below between both but by can cannot could did do does doing down during each even few for from
  further had has have having he her here hers herself him himself his how i if in into is it its
  itself just like may me might more most much must my myself no nor not now of off on once one only
  or other our ours ourselves out over own same shall she should so some such than that the their
  theirs them themselves then there these they this those through to too under until up upon us very
  was we were what when where which while who whom whose why will with within without would yet you
  your yours yourself yourselves`.split(/\s+/),
);

/** `don't`, `it's` and `we'll` count by what stands before the apostrophe. */
export function isStopWord(word: string): boolean {
  const stem = word.toLowerCase().replace(/n?['’].*$/, '');
  return stem === '' || STOP_WORDS.has(stem) || STOP_WORDS.has(`${stem}n`);
}

const ABBREVIATION =
  /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|e\.g|i\.e|cf|No|Fig|[A-Z])\.\s*$/;

/** Unicode's rules end a sentence after "Dr."; English does not. */
export function endsInAbbreviation(sentence: string): boolean {
  return ABBREVIATION.test(sentence);
}

/**
 * Syllables of an English word: its groups of vowels, less the silent endings, plus the vowels that
 * stand together and are spoken apart. A rule of thumb, right for about nine words in ten; a
 * dictionary such as CMUdict would be exact. Anything without Latin letters (a number) counts as one.
 */
export function countSyllables(word: string): number {
  const letters = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/['’]s$/, '')
    .replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const spoken = letters
    .replace(/(?<=[^aeiouytd])ed$/, '') // asked, but want-ed
    .replace(/(?<=[^aeiouysxzcgh]|[^sc]h)es$/, '') // makes, but box-es, wish-es
    .replace(/(?<=[^aeiouyl]|[aeiouy]l)e$/, '') // make, while, but ta-ble
    .replace(/(?<=[aeiouy][^aeiouy]+)e(?=(?:ly|ment|ments|less|ful|ness)$)/, ''); // safe-ly
  const groups = spoken.match(/[aeiouy]+/g)?.length ?? 0;
  const apart =
    spoken.match(/[^cstgxl]i[aou]|[aeiouy]ing$|(?:s|th)m$|eo$|[aeiou]y[aeiou]/g)?.length ?? 0;
  return Math.max(1, groups + apart);
}
