/** Ids and secrets: the only randomness a use case has. */
export interface Secrets {
  /** A new row's id. */
  newId(): string;
  /** A lease or bearer token: 32 random bytes, URL-safe. */
  newToken(): string;
  /** A Standard Webhooks signing secret, `whsec_…`. */
  newSigningSecret(): string;
  /** A number in [0, 1), for jitter. */
  random(): number;
  /** SHA-256, hexadecimal. */
  hash(text: string): string;
}
