import type { Issue } from '../job/errors.ts';
import { checkText } from './check-text.ts';
import { limits } from './limits.ts';

/** Scheme, authority, and the rest of an absolute URL (RFC 3986, appendix B). */
const absoluteUrl = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([/?#].*)?$/iu;
/** A name, an IPv4 address or a bracketed IPv6 address, and perhaps a port. */
const hostAndPort = /^(?:\[[0-9a-f:.]+\]|[^\s:@[\]\\<>^`{|}%]+)(?::(\d{1,5}))?$/iu;

/**
 * What is wrong with an agent's address. Which networks may be called is decided when the call is made,
 * on the resolved address, and not here.
 */
export function checkEndpoint(path: string, endpoint: string): readonly Issue[] {
  const rule = { maxCharacters: limits.endpointCharacters, required: true };
  const issues = checkText(path, endpoint, rule);
  if (issues.length > 0) return issues;
  const flaw = endpointFlaw(endpoint);
  return flaw === null ? [] : [{ path, message: `${path} ${flaw}` }];
}

function endpointFlaw(endpoint: string): string | null {
  const notAnUrl = 'is not a URL: give an address such as https://agents.example.com/csv.';
  // Parsers of URLs drop white space and turn backslashes; what is called must be what was checked.
  if (/[\s\\]/u.test(endpoint)) return notAnUrl;
  const [, scheme = '', authority = ''] = absoluteUrl.exec(endpoint) ?? [];
  if (scheme === '') return notAnUrl;
  if (!/^https?$/iu.test(scheme)) return 'must begin with http:// or https://.';
  if (authority.includes('@')) {
    return 'must not carry a user name or password: Muster signs its calls with the agent’s secret instead.';
  }
  const host = hostAndPort.exec(authority);
  if (host === null || Number(host[1] ?? 0) > 65_535) return notAnUrl;
  return null;
}

/** What is wrong with a secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. Never repeats the secret. */
export function checkSecret(path: string, secret: string): readonly Issue[] {
  const bytes = secretBytes(secret);
  if (bytes !== null && bytes >= limits.minSecretBytes && bytes <= limits.maxSecretBytes) return [];
  const size = `${limits.minSecretBytes} to ${limits.maxSecretBytes}`;
  return [{ path, message: `${path} must be whsec_ followed by ${size} random bytes in base64.` }];
}

function secretBytes(secret: string): number | null {
  const [, digits = '', padding = ''] = /^whsec_([A-Za-z0-9+/]+)(={0,2})$/u.exec(secret) ?? [];
  if (digits === '' || (digits.length + padding.length) % 4 !== 0) return null;
  return Math.floor((digits.length * 3) / 4);
}
