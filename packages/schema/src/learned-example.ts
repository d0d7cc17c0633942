import { lessonKinds } from '@muster/domain/matching/lesson.ts';
import { builder } from './builder.ts';
import type { LearnedExample as Example } from './matching-answers.ts';
import { agentField, jobField } from './shared-fields.ts';

const LearnedKind = builder.enumType('LearnedKind', {
  values: lessonKinds,
  description:
    'COMPLETED: the agent completed the job. REJECTED: it rejected or refused it. FAILED: it failed by its own fault. OVERRIDDEN: a person gave it the job though the score put another agent first.',
});

export const LearnedExample = builder.objectRef<Example>('LearnedExample').implement({
  description: 'What one row of a job’s log taught the matcher.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the row of the log.' }),
    job: jobField(t),
    agent: agentField(t),
    kind: t.expose('kind', { type: LearnedKind }),
    right: t.exposeBoolean('right', {
      description: 'Whether it speaks for the agent, for jobs with such a text, or against it.',
    }),
    weight: t.exposeFloat('weight', { description: 'Beside a completed job, which counts 1.' }),
    at: t.expose('at', { type: 'DateTime' }),
    undone: t.boolean({
      description: 'Whether an operator took it back: the next rebuild leaves it out.',
      resolve: ({ undoneBy }) => undoneBy !== null,
    }),
    undoneBy: t.exposeString('undoneBy', { nullable: true }),
  }),
});
