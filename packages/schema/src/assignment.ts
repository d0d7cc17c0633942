import type { FailureClass as Failure } from '@muster/domain/job/failure.ts';
import { builder } from './builder.ts';
import { AssignmentState, FailureClass } from './enums.ts';
import { MatchDecision } from './match-decision.ts';
import { asOperator } from './refused-request.ts';
import { decisionOf } from './stored-decision.ts';

const RefusedReport = builder.prismaObject('RefusedReport', {
  description: 'A report that came with a lease no longer current: kept, never applied.',
  fields: (t) => ({
    outcome: t.exposeString('outcome'),
    payload: t.expose('payload', { type: 'JSON', nullable: true }),
    reason: t.exposeString('reason'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

export const Assignment = builder.prismaObject('Assignment', {
  description: 'One attempt of one agent at one job, fenced by its lease.',
  fields: (t) => ({
    id: t.exposeID('id'),
    job: t.relation('job'),
    agent: t.relation('agent'),
    attempt: t.exposeInt('attempt', { description: '1 for the job’s first attempt.' }),
    state: t.expose('state', { type: AssignmentState }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
    leaseExpiresAt: t.expose('leaseExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the agent will have been silent for too long; null once the assignment has ended.',
    }),
    failureClass: t.field({
      type: FailureClass,
      nullable: true,
      select: { failureClass: true },
      // The column holds what settle() gave it, and the domain's list is closed.
      resolve: ({ failureClass }) => failureClass as Failure | null,
    }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'Why it brought no result.',
    }),
    decision: t.field({
      type: MatchDecision,
      nullable: true,
      description: 'Why this agent.',
      select: { decision: true },
      resolve: ({ decision }, _args, context) => {
        // It tells of other agents, which is not for the one that has the assignment.
        asOperator(context);
        return decision && decisionOf(decision);
      },
    }),
    refusedReports: t.relation('refusedReports', {
      type: RefusedReport,
      description:
        'What came for it when its lease was no longer current; newest first, at most 50.',
      query: (_args, context) => {
        asOperator(context);
        return { orderBy: { createdAt: 'desc' }, take: 50 };
      },
    }),
  }),
});
