/** Unicode code points: what a reader would call characters, closely enough for a limit. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Whether `text` has more than `max` characters. Counts only when the UTF-16 length leaves it open. */
export function isLongerThan(text: string, max: number): boolean {
  return text.length > max && countCharacters(text) > max;
}

/** Bytes that `text` takes in UTF-8; a lone surrogate counts as the three bytes of U+FFFD, which encoders write for it. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isSurrogatePairAt(text, index)) {
      bytes += 4;
      index += 1;
    } else bytes += 3;
  }
  return bytes;
}

function isSurrogatePairAt(text: string, index: number): boolean {
  return (text.codePointAt(index) ?? 0) > 0xffff;
}

/** Bytes of `value` as JSON in UTF-8. Expects a value of bounded depth: check that first. */
export function jsonBytes(value: unknown): number {
  return utf8Bytes(JSON.stringify(value) ?? '');
}

/** At most `max` characters of `text`, the last one an ellipsis when something was cut. */
export function truncate(text: string, max: number): string {
  if (!isLongerThan(text, max)) return text;
  return `${firstCharacters(text, max - 1)}…`;
}

/** The first `count` characters; never half of a surrogate pair. */
export function firstCharacters(text: string, count: number): string {
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken += 1) {
    end += isSurrogatePairAt(text, end) ? 2 : 1;
  }
  return text.slice(0, end);
}

/** 20000 → `20,000`, the same on every machine. */
export function sayNumber(value: number): string {
  return value.toLocaleString('en-US');
}

/** 262144 → `256 KiB`: only for limits, which are whole multiples. */
export function saySize(bytes: number): string {
  const mebibytes = bytes / 1024 / 1024;
  return mebibytes >= 1 ? `${sayNumber(mebibytes)} MiB` : `${sayNumber(bytes / 1024)} KiB`;
}
