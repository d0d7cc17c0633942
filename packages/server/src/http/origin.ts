/**
 * Whether a browser's request comes from a page that may use the session cookie: from this very host, or
 * from an origin that the operator allows. Programs send no Origin, and prove themselves with a token.
 */
export function isTrustedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
}
