/** What stands in the log where a secret stood. */
export const redacted = '[redacted]';

/**
 * Names of fields that hold secrets, after case and punctuation are dropped: `X-Api-Key` is `xapikey`.
 * Only whole endings count, so that `promptTokens` (a number of tokens) stays readable.
 */
const secretName =
  /(?:authorization|token|secrets?|secretkey|password|passwd|passphrase|apikey|accesskey|privatekey|signingkey|cookies?|credentials?|bearer)$/u;

interface SecretLook {
  readonly pattern: RegExp;
  readonly instead: string;
  /** What such a text has in it, in lower case. To look for that first is far quicker than to try a pattern at every word. */
  readonly mark: string;
}

/** Secrets that can be told by their looks, wherever they stand in a text. */
const secretLooks: readonly SecretLook[] = [
  // RFC 6750, section 2.1. The length keeps "bearer of bad news" readable.
  { pattern: /\b(Bearer)\s+[\w.~+/-]{16,}=*/giu, instead: `$1 ${redacted}`, mark: 'bearer' },
  // Standard Webhooks 1.0.
  { pattern: /\bwhsec_[\w+/-]{8,}=*/gu, instead: redacted, mark: 'whsec_' },
  // OpenAI and those who write like it; a digit tells them from words joined by hyphens.
  { pattern: /\bsk-(?=[\w-]*\d)[\w-]{16,}/gu, instead: redacted, mark: 'sk-' },
  // JSON Web Tokens: three base64url parts, the first two JSON objects (RFC 7519).
  { pattern: /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/gu, instead: redacted, mark: 'eyj' },
  // https://user:password@host, and ?token=…
  {
    pattern: /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@:]*:[^\s/?#@]*@/giu,
    instead: `$1${redacted}@`,
    mark: '://',
  },
  {
    pattern: /([?&](?:access_?token|token|api_?key|secret)=)[^&#\s"']+/giu,
    instead: `$1${redacted}`,
    mark: '=',
  },
];

/** Deeper parts are replaced by a note, so that no value can overflow the stack. */
const maxDepth = 64;

/**
 * A copy of `value` as JSON without its secrets: fields named like secrets lose their value whole,
 * strings that look like secrets lose the part that does. Also replaces what PostgreSQL cannot store,
 * since a log row must never fail to be written.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth >= maxDepth) return '[nested too deep for the log]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => [
        makeStorable(name),
        isSecretField(name, field) ? redacted : redact(field, depth + 1),
      ]),
  );
}

/** A text without the secrets in it. */
export function redactText(text: string): string {
  const folded = text.toLowerCase();
  let clean = makeStorable(text);
  for (const { pattern, instead, mark } of secretLooks)
    if (folded.includes(mark)) clean = clean.replace(pattern, instead);
  return clean;
}

/** Payloads have the same few names again and again; a flood of others must not fill the memory. */
const judgedNames = new Map<string, boolean>();
const maxJudgedNames = 1_000;

function isSecretName(name: string): boolean {
  const judged = judgedNames.get(name);
  if (judged !== undefined) return judged;
  const isSecret = secretName.test(name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  if (judgedNames.size >= maxJudgedNames) judgedNames.clear();
  if (name.length <= 100) judgedNames.set(name, isSecret);
  return isSecret;
}

/** An empty field, or one that only says whether there is a secret, gives nothing away. */
function isSecretField(name: string, field: unknown): boolean {
  if (field === null || field === '' || typeof field === 'boolean') return false;
  return isSecretName(name);
}

function makeStorable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}
