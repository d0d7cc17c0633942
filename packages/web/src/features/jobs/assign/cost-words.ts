/** What asking a model cost, in US dollars, however little: `$0.0004`, `$1.20`; `less than $0.0001`. */
export function sayCost(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.0001) return 'less than $0.0001';
  return usd < 0.01 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
}
