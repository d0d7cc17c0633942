import type { Readable } from 'node:stream';

/** The body went past its limit; its connection is destroyed. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/**
 * Reads a response's body as UTF-8 text, at most `limitBytes` of it: memory stays flat whatever the other side sends.
 * Rejects with BodyTooLargeError past the limit, and with the stream's own error when it breaks or is aborted.
 */
export async function readBody(body: Readable, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop by an exception destroys the stream, and with it the socket.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes)
      throw new BodyTooLargeError(`the answer is larger than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const textPrefixCharacters = 2_000;

/** A body as the audit log keeps it: the JSON value, or the beginning of what was not JSON. */
export function recordedBody(text: string): unknown {
  const json = parseJson(text);
  if (json !== undefined) return json;
  return text.length > textPrefixCharacters
    ? `${text.slice(0, textPrefixCharacters)}… (${text.length} characters)`
    : text;
}

/** The value, or undefined for text that is not JSON (JSON has no undefined). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
