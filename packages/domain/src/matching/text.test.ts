import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenise } from './text.ts';

describe('tokenise', () => {
  it.each(['csvAnalyst', 'CsvAnalyst', 'csv_analyst', 'csv-analyst', 'CSV Analyst', 'CSVAnalyst'])(
    'reads %s as two words',
    (text) => {
      expect(tokenise(text)).toEqual(['csv', 'analyst']);
    },
  );

  it('leaves out the grammar and the courtesies of asking', () => {
    expect(tokenise('Please, I want you to help me: I need it now!')).toEqual([]);
    expect(tokenise("Can you find what's in the log?")).toEqual(['log']);
  });

  it('keeps order and repetitions', () => {
    expect(tokenise('errors, then warnings, then errors')).toEqual(['error', 'warn', 'error']);
  });

  it('reads accents and letters of every width as the plain letter', () => {
    expect(tokenise('résumé')).toEqual(tokenise('resume'));
    expect(tokenise('ｃｓｖ')).toEqual(['csv']);
  });

  it('keeps the words of other scripts', () => {
    expect(tokenise('Сводка журнала')).toEqual(['сводка', 'журнала']);
    expect(tokenise('हिन्दी')).toEqual(['हिन्दी']);
  });

  it('reads scripts without spaces in pairs', () => {
    expect(tokenise('翻訳する')).toEqual(['翻訳', '訳す', 'する']);
    expect(tokenise('PDF翻訳')).toEqual(['pdf', '翻訳']);
  });

  it('finds only words without white space or capitals, in any text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), (units) => {
        for (const token of tokenise(String.fromCharCode(...units)))
          expect(token).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
      }),
      { seed: 1 },
    );
  });
});
