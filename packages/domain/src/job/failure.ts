/** Why an attempt failed: decides what happens next. Written as agents write it in their answers. */
export const failureClasses = [
  'transient',
  'unavailable',
  'quota',
  'agent_error',
  'bad_input',
  'refused',
  'lease_expired',
  'protocol',
] as const;
export type FailureClass = (typeof failureClasses)[number];

/** An agent's failure is data, never an exception. */
export interface Failure {
  readonly class: FailureClass;
  readonly message: string;
  /** When the agent asks to be left alone for a while, in milliseconds. */
  readonly retryAfterMs?: number;
}
