import { builder } from './builder.ts';
import './viewer.ts';
import './job.ts';
import './job-log.ts';
import './agent.ts';
import './assignment.ts';
import './job-mutations.ts';
import './assignment-mutations.ts';
import './agent-mutations.ts';
import './work-mutations.ts';
import './matching-policy.ts';
import './matcher-learning.ts';
import './match-quality.ts';
import './match-replay.ts';
import './job-status-change.ts';
import './batch.ts';
import './batch-mutations.ts';
import './batch-progress.ts';

/** Muster's GraphQL schema; `schema.graphql` beside this folder is its printed form. */
export const schema = builder.toSchema();
