/** At most `length` UTF-16 units, never ending in half a character, which PostgreSQL would refuse. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.slice(0, length - 1);
  return `${end.isWellFormed() ? end : end.slice(0, -1)}…`;
}
