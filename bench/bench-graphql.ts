import type { Bench, Stage } from './bench.ts';
import { startChild } from './child.ts';
import { type Arm, contest, type Figure } from './contest.ts';
import { graphqlLoad } from './graphql-load.ts';
import { agentId, jobId } from './jobs.ts';

const bareYoga = 'yoga alone, { __typename }';

/** What is asked about an assignment that was made; what was refused always tells why. */
const selections = {
  'Muster, assign { __typename }': '__typename',
  'Muster, assign with job and assignment':
    '__typename ... on AssignSuccess { job { id status version } assignment { id attempt state } }',
} as const;

/** Mutations over HTTP against the least that GraphQL over HTTP can cost, from the same load generator. */
export const benchGraphql: Bench = {
  about: 'assign mutations over HTTP, against { __typename } from yoga alone',
  async run(stage) {
    const yoga = stage.resources.use(
      await startChild<{ url: string }>(new URL('./bare-yoga-process.ts', import.meta.url)),
    );
    const figures: Figure[] = [];
    for (const connections of [32, 256]) {
      stage.say(`graphql, ${connections} connections …`);
      const arms = [
        ...Object.entries(selections).map(([name, selection]) =>
          assignArm(stage, name, selection, connections),
        ),
        bareArm(yoga.ready.url, connections),
      ];
      figures.push(...(await contest({ ...stage, bench: 'graphql', callers: connections, arms })));
    }
    return figures;
  },
};

function assignArm(stage: Stage, name: string, selection: string, connections: number): Arm {
  const { muster, musterJobs: supply } = stage;
  const query = `mutation Assign($input: AssignInput!) { assign(input: $input) { ${selection} ... on Error { message code } } }`;
  return {
    name,
    against: [bareYoga],
    supply,
    round: (seconds) =>
      supply.use(({ first, count }) =>
        graphqlLoad({
          ...muster.ready,
          connections,
          seconds,
          atMost: count,
          body: (n) =>
            JSON.stringify({
              query,
              variables: { input: { jobId: jobId(first + n), agentId: agentId(n) } },
            }),
          expect: '"AssignSuccess"',
        }),
      ),
  };
}

function bareArm(url: string, connections: number): Arm {
  const body = JSON.stringify({ query: '{ __typename }' });
  return {
    name: bareYoga,
    round: (seconds) =>
      graphqlLoad({ url, connections, seconds, body: () => body, expect: '"Query"' }),
  };
}
