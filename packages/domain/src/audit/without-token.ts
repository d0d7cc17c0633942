import { redacted } from './redact.ts';

/** Shorter ones are not secrets, and could stand in any word. */
const shortestToken = 16;

/** A JSON value with a token taken out wherever it stands: an agent may echo its lease token in any field. */
export function withoutToken<Value>(token: string, value: Value): Value {
  const json = JSON.stringify(value);
  if (token.length < shortestToken || !json?.includes(token)) return value;
  return JSON.parse(json.replaceAll(token, redacted));
}
