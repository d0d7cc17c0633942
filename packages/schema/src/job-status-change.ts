import { builder } from './builder.ts';
import type { JobEvent } from './context.ts';
import { JobStatus } from './enums.ts';
import { asOperator, refused, storable } from './refused-request.ts';

const JobStatusChange = builder.objectRef<JobEvent>('JobStatusChange').implement({
  description: 'One change of one job: a row of the audit log, as it was committed.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Give it as `after` to go on from here.' }),
    job: t.prismaField({
      type: 'Job',
      description: 'The job as it is now, which may be further than this change.',
      resolve: (query, { jobId }, _args, { rows }) => rows.job(query, jobId),
    }),
    log: t.prismaField({
      type: 'JobLog',
      resolve: (query, { logId }, _args, { rows }) => rows.jobLog(query, logId),
    }),
    previousStatus: t.expose('previousStatus', {
      type: JobStatus,
      nullable: true,
      description: 'Null when the job came in.',
    }),
    status: t.expose('status', {
      type: JobStatus,
      description: 'The job’s status after this change.',
    }),
  }),
});

builder.subscriptionFields((t) => ({
  jobStatusChanged: t.field({
    type: JobStatusChange,
    description:
      'Every change of one job, or of all, in commit order. With `after` it first replays what followed that cursor, then goes live: nothing missed, nothing twice. Delivery is at the client’s pace.',
    args: {
      jobId: t.arg.id(),
      after: t.arg.string({ description: 'The `cursor` of the last change received.' }),
    },
    subscribe: async (_root, { jobId, after }, context) => {
      asOperator(context);
      if (!storable(jobId ?? ''))
        throw refused('BAD_USER_INPUT', 'jobId contains a NUL character: remove it.');
      try {
        return await context.events.follow({
          jobId: jobId ?? undefined,
          after: after ?? undefined,
        });
      } catch (error) {
        if (error instanceof RangeError) throw refused('BAD_CURSOR', error.message);
        throw error;
      }
    },
    resolve: (event) => event,
  }),
}));
