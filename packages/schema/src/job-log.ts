import { cursorOf } from '@muster/domain/audit/cursor.ts';
import { builder } from './builder.ts';
import { JobLogStatus, JobStatus } from './enums.ts';

export const JobLog = builder.prismaObject('JobLog', {
  description:
    'One row of the audit log: what happened to a job, who did it, and what was sent and received.',
  fields: (t) => ({
    id: t.exposeID('id'),
    jobId: t.exposeID('jobId'),
    job: t.relation('job'),
    agentId: t.exposeID('agentId', { nullable: true }),
    agent: t.relation('agent', { nullable: true }),
    assignmentId: t.exposeID('assignmentId', {
      nullable: true,
      description: 'The attempt that it belongs to.',
    }),
    requestPayload: t.expose('requestPayload', {
      type: 'JSON',
      nullable: true,
      description: 'What was asked or sent; secrets redacted, long parts cut.',
    }),
    responsePayload: t.expose('responsePayload', {
      type: 'JSON',
      nullable: true,
      description: 'What came back; secrets redacted, long parts cut.',
    }),
    status: t.expose('status', { type: JobLogStatus }),
    previousStatus: t.expose('previousStatus', {
      type: JobStatus,
      nullable: true,
      description: 'The job’s status before; null when it came in.',
    }),
    jobStatus: t.expose('jobStatus', { type: JobStatus, description: 'The job’s status after.' }),
    message: t.exposeString('message', { nullable: true, description: 'In a sentence.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    jobVersion: t.exposeInt('jobVersion', { description: '1, 2, 3 … without a gap within a job.' }),
    actor: t.exposeString('actor', { description: 'Who did it: operator, agent:<id>, system.' }),
    cursor: t.string({
      description: 'The row’s place in the stream: `jobStatusChanged(after:)` takes it.',
      select: { xid: true, seq: true },
      resolve: cursorOf,
    }),
  }),
});
