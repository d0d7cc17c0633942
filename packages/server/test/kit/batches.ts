import type { Json, TestClient } from './client.ts';

const previewFields = `preview {
  total eligible ineligible token
  reasons { code message count jobs { id } } placements { agent { id } count }
  solution { method totalScore greedyScore placed gap note }
}`;

const batchFields = `id kind state total done succeeded failed skipped cancelled actor endedAt
  solution { method totalScore greedyScore placed gap note }`;

const ask = (muster: TestClient, name: string, input: Record<string, unknown>): Promise<Json> => {
  const success = `${name[0]?.toUpperCase()}${name.slice(1)}Success`;
  return muster.mutate(name, input, `... on ${success} { batch { id } ${previewFields} }`);
};

/** What a batch would do. */
export async function preview(
  muster: TestClient,
  name: string,
  input: Record<string, unknown>,
): Promise<Json> {
  const answer = await ask(muster, name, { ...input, dryRun: true });
  if (!answer.preview || answer.batch) throw new Error(JSON.stringify(answer));
  return answer.preview;
}

/** Asks for a batch; its id. */
export async function openBatch(
  muster: TestClient,
  name: string,
  input: Record<string, unknown>,
): Promise<string> {
  const answer = await ask(muster, name, input);
  if (!answer.batch) throw new Error(JSON.stringify(answer));
  return answer.batch.id;
}

/** A batch as it is now, with all of its items. */
export async function batchOf(muster: TestClient, id: string): Promise<Json> {
  const items: Json[] = [];
  for (let after: string | null = null; ; ) {
    const { batch }: Json = await muster.graphql(
      `query ($id: ID!, $after: String) { batch(id: $id) { ${batchFields} items(first: 200, after: $after) {
        edges { node { outcome code message job { id } agent { id } } } pageInfo { endCursor hasNextPage }
      } } }`,
      { id, after },
    );
    items.push(...batch.items.edges.map(({ node }: Json) => node));
    after = batch.items.pageInfo.endCursor;
    if (!batch.items.pageInfo.hasNextPage) return { ...batch, items };
  }
}

/** The states of a batch as they come, the last one included. */
export async function progressOf(
  muster: TestClient,
  batchId: string,
  fields = 'id state done total',
): Promise<Json[]> {
  const states: Json[] = [];
  for await (const { batchProgress } of muster.follow(
    `subscription ($batchId: ID!) { batchProgress(batchId: $batchId) { ${fields} } }`,
    { batchId },
  ))
    states.push(batchProgress);
  return states;
}

/** Waits until the batch has ended. */
export async function ended(muster: TestClient, batchId: string): Promise<Json> {
  await progressOf(muster, batchId);
  return batchOf(muster, batchId);
}
