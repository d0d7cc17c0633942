import { Batch } from './batch.ts';
import { builder } from './builder.ts';
import { asOperator, refused, storable } from './refused-request.ts';
import { noId } from './shared-fields.ts';

builder.subscriptionFields((t) => ({
  batchProgress: t.prismaField({
    type: Batch,
    description:
      'A batch as it is, at once and then as it comes along, on whatever server: at most five times a second. Ends after the batch has; its last state always comes.',
    args: { batchId: t.arg.id({ required: true }) },
    subscribe: async (_root, { batchId }, context) => {
      asOperator(context);
      const where = { id: storable(batchId) ? batchId : noId };
      const known = await context.prisma.batch.findUnique({ where, select: { id: true } });
      if (known === null) throw refused('NOT_FOUND', 'There is no batch with this id.');
      return context.batches.follow(batchId);
    },
    resolve: (query, { batchId }: { readonly batchId: string }, _args, { prisma }) =>
      prisma.batch.findUniqueOrThrow({ ...query, where: { id: batchId } }),
  }),
}));
