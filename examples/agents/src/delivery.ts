import { Ajv2020 } from 'ajv/dist/2020.js';

/** What this program reads of Muster's `assignment.created`; there is more, and more may come. */
export interface Delivery {
  type: 'assignment.created';
  data: {
    assignmentId: string;
    leaseToken: string;
    reportUrl: string;
    job: { inputs?: unknown };
  };
}

const text = { type: 'string', minLength: 1 };

export const isDelivery = new Ajv2020().compile<Delivery>({
  type: 'object',
  required: ['type', 'data'],
  properties: {
    type: { const: 'assignment.created' },
    data: {
      type: 'object',
      required: ['assignmentId', 'leaseToken', 'reportUrl', 'job'],
      properties: {
        assignmentId: text,
        leaseToken: text,
        reportUrl: { type: 'string', pattern: '^https?://' },
        job: { type: 'object' },
      },
    },
  },
});

/** Muster took the assignment back; whatever is still reported about it is refused. */
export const isCancellation = new Ajv2020().compile<{ data: { assignmentId: string } }>({
  type: 'object',
  required: ['type', 'data'],
  properties: {
    type: { const: 'assignment.cancelled' },
    data: { type: 'object', required: ['assignmentId'], properties: { assignmentId: text } },
  },
});

/** The `type` of any signed message, to tell what is not an assignment from what is malformed. */
export function typeOf(message: unknown): string | undefined {
  if (message === null || typeof message !== 'object' || !('type' in message)) return undefined;
  return typeof message.type === 'string' ? message.type : undefined;
}
