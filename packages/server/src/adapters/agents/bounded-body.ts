import type { Readable } from 'node:stream';
import { saySize, truncate } from '@muster/domain/validation/measure.ts';
import { parseJson } from '../parse-json.ts';

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
    if (size > limitBytes) throw new BodyTooLargeError(`it is larger than ${sayBytes(limitBytes)}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const sayBytes = (bytes: number): string =>
  bytes % 1024 === 0 ? saySize(bytes) : `${bytes} bytes`;

const textPrefixCharacters = 2_000;

/** A body as the audit log keeps it, secrets not yet redacted: the JSON value, or the beginning of what is not JSON. */
export function recordedBody(text: string): unknown {
  return parseJson(text) ?? truncate(text, textPrefixCharacters);
}
