import type { builder } from './builder.ts';

/** No row's id: a look-up that finds nothing. (A Prisma field whose resolver leaves its query unused is taken for a mistake.) */
export const noId = '';

type SchemaTypes =
  typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never;
type InputFields = PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>;
type ObjectFields<Shape> = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Shape>;

export const idempotencyKey = (t: InputFields) =>
  t.string({
    description:
      'At most 255 characters. A repeated request with the same key and parameters gets the first one’s answer and does nothing; kept for at least a day.',
  });

export const jobField = <Shape extends { readonly jobId: string }>(t: ObjectFields<Shape>) =>
  t.prismaField({
    type: 'Job',
    resolve: (query, { jobId }, _args, { rows }) => rows.job(query, jobId),
  });

export const assignmentField = <Shape extends { readonly assignmentId: string }>(
  t: ObjectFields<Shape>,
) =>
  t.prismaField({
    type: 'Assignment',
    resolve: (query, { assignmentId }, _args, { rows }) => rows.assignment(query, assignmentId),
  });

export const agentField = <Shape extends { readonly agentId: string }>(t: ObjectFields<Shape>) =>
  t.prismaField({
    type: 'Agent',
    resolve: (query, { agentId }, _args, { rows }) => rows.agent(query, agentId),
  });
