import type { JobAttention, JobStatus } from '@muster/domain/job/status.ts';
import type { Prisma } from '@muster/prisma/client.ts';

/** Which jobs are meant: all that are given must hold. The list of jobs and batches read it alike. */
export interface JobFilterFields {
  readonly status?: readonly JobStatus[] | null | undefined;
  readonly attention?: readonly JobAttention[] | null | undefined;
  readonly agentId?: string | null | undefined;
  readonly text?: string | null | undefined;
}

export function jobWhere(filter: JobFilterFields | null | undefined): Prisma.JobWhereInput {
  const { status, attention, agentId, text } = filter ?? {};
  return {
    ...(status ? { status: { in: [...status] } } : {}),
    ...(attention ? { attention: { in: [...attention] } } : {}),
    ...(agentId ? { agentId } : {}),
    ...(text ? containsOrIs(text) : {}),
  };
}

/** Only where the text may be an id: with an OR over two tables neither index is of use. */
function containsOrIs(text: string): Prisma.JobWhereInput {
  const contains = { text: { is: { text: { contains: text, mode: 'insensitive' as const } } } };
  return /^[\w-]{20,64}$/.test(text) ? { OR: [contains, { id: text }] } : contains;
}
