// A PULL agent asks Muster for work and needs no address. For your own, change PROFILE and countWords.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const properties = { text: { title: 'Text', description: 'Any text', type: 'string' } };
export const PROFILE = {
  name: 'word-counter',
  description: 'Counts the words, unique words, characters and lines of a text.',
  skills: [{ name: 'count words', description: 'Word count: count the words of a text' }],
  inputSchema: { title: 'A text to count', type: 'object', required: ['text'], properties },
};
const FIND = `{ agents(first: 200, filter: { text: "${PROFILE.name}" }) { edges { node { id name } } } }`;

export function countWords(inputs: unknown): object {
  const text = inputs instanceof Object && 'text' in inputs ? inputs.text : undefined;
  if (typeof text !== 'string') return { outcome: 'RESUBMISSION_REQUIRED', message: 'Add `text`.' };
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
  const [characters, lines] = [[...text].length, text.match(/[^\n]*\n|[^\n]+$/g)?.length ?? 0];
  const output = { words: words.length, unique: new Set(words).size, characters, lines };
  return { outcome: 'COMPLETED', output };
}

type Muster = { musterUrl: string; adminToken: string; tokenFile: string; signal: AbortSignal };
type Options = Muster & { log(line: string): void; work?: typeof countWords; heartbeatMs?: number };
type Task = { id: string; job: { inputs: unknown } };
type Result = Partial<Record<'message' | 'token' | 'leaseToken', string> & { assignment: Task }>;
type Data = { result: Result; agents: { edges: { node: { id: string; name: string } }[] } };

/** Claims, works and reports until `signal` aborts, then rejects; work under way is still reported. */
export async function runPullAgent(o: Options): Promise<never> {
  const stored = (await readFile(o.tokenFile, 'utf8').catch(() => '')).trim();
  for (let token = stored; ; ) {
    try {
      token ||= await obtainToken(o);
      const fields = 'assignment { id job { inputs } } leaseToken';
      const claim = mutation('ClaimAssignment', fields, { waitMs: 20_000 });
      const { assignment, leaseToken } = (await call(o, token, claim, o.signal)).result;
      if (assignment) await serve(o, token, assignment, leaseToken);
    } catch (error) {
      if (o.signal.aborted || !token || token !== stored) throw error; // a new token refused: no use
      token = '';
    }
  }
}

async function serve(o: Options, token: string, { id, job }: Task, leaseToken?: string) {
  const tell = (name: string, fields: string, more?: object) =>
    call(o, token, mutation(name, fields, { assignmentId: id, leaseToken, ...more })).catch(o.log);
  const report = (body: object) => tell('ReportAssignment', 'assignment { id }', body);
  if ((await report({ outcome: 'STARTED' }))?.result.message) return; // the lease is no longer ours
  const beats = setInterval(() => tell('Heartbeat', 'leaseExpiresAt'), o.heartbeatMs ?? 10_000);
  const failed = (error: unknown) => ({ class: 'agent_error', message: String(error) });
  const done = Promise.resolve(job.inputs).then(o.work ?? countWords);
  const body = await done.catch((error) => ({ outcome: 'FAILED', failure: failed(error) }));
  clearInterval(beats);
  await report(body);
}

async function obtainToken(o: Options) {
  const { agents } = await call(o, o.adminToken, JSON.stringify({ query: FIND }), o.signal);
  const agentId = agents.edges.find(({ node }) => node.name === PROFILE.name)?.node.id;
  const rotate = agentId && mutation('RotateAgentToken', 'token', { agentId });
  const get = rotate || mutation('RegisterAgent', 'token', { kind: 'PULL', ...PROFILE });
  const { token, message } = (await call(o, o.adminToken, get, o.signal)).result;
  if (!token) throw new Error(message); // shown once: a lost one is replaced, never read again
  await mkdir(dirname(o.tokenFile), { recursive: true });
  await writeFile(o.tokenFile, token, { mode: 0o600 });
  return token;
}

function mutation(name: string, fields: string, input: object): string {
  const field = name.charAt(0).toLowerCase() + name.slice(1);
  const result = `... on ${name}Success { ${fields} } ... on Error { message }`;
  const query = `mutation ($input: ${name}Input!) { result: ${field}(input: $input) { ${result} } }`;
  return JSON.stringify({ query, variables: { input } });
}

/** Calls until Muster answers or `stop` aborts, waiting ever longer between tries, with jitter. */
async function call(o: Options, token: string, body: string, stop = AbortSignal.timeout(30_000)) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (let failed = 1; ; failed += 1) {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(30_000)]);
    const request = { method: 'POST', headers, body, signal };
    const response = await fetch(`${o.musterUrl}/graphql`, request).catch(() => null);
    if (response?.status === 401) throw new Error('Muster refuses the token');
    const answer = (await response?.json().catch(() => null)) as { data?: Data } | null;
    if (answer?.data) return answer.data;
    if (failed > 1) o.log(`word-counter: Muster answers ${response?.status ?? 'nothing'}`);
    await delay(Math.min(3e4, 250 * 2 ** failed) * (0.5 + Math.random()), null, { signal: stop });
  }
}

if (import.meta.main) {
  const { MUSTER_URL = 'http://127.0.0.1:4000', MUSTER_TOKEN = '', MUSTER_DATA } = process.env;
  const tokenFile = `${MUSTER_DATA ?? '.muster'}/word-counter.token`;
  const muster = { musterUrl: MUSTER_URL, adminToken: MUSTER_TOKEN, tokenFile };
  await runPullAgent({ ...muster, signal: new AbortController().signal, log: console.log });
}
