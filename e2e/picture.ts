// Makes the README's picture, docs/console.png: `MUSTER_CHROMIUM=$(which chromium) node e2e/picture.ts`,
// after `npm test` or `vite build` in packages/web have built the console.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Api, NewAgent, NewJob } from './kit/api.ts';
import { launchBrowser, takePicture, Visit } from './kit/browser.ts';
import { jobIn } from './kit/changes.ts';
import { jobRow, openJob } from './kit/console.ts';
import { type Delivery, type LoopbackAgent, startLoopbackAgent } from './kit/loopback-agent.ts';
import { root } from './kit/program.ts';
import { startStack } from './kit/stack.ts';
import { work } from './kit/work.ts';

const file = join(root, 'docs/console.png');
const limitBytes = 250 * 1024;

/** All jobs come in within seconds. In the picture, from the newest on, they came so many minutes ago. */
const minutesAgo = [1, 3, 4, 6, 9, 14, 22, 38, 51, 66, 95, 130, 170, 205, 260, 320];

const shown = {
  title: 'Summarise the branch sales of October',
  description: 'For Monday’s report: what is missing, and where the medians lie.',
  requiredSkills: ['summarise CSV'],
  priority: 80,
  inputs: {
    csv: [
      'branch,orders,revenue,returns,opened',
      'Lisbon,1204,48310.5,31,2012-03-01',
      'Porto,987,39120,18,2014-09-15',
      'Braga,412,15890.25,,2019-05-02',
      'Coimbra,388,14002.8,9,2020-01-20',
      'Faro,256,9911.4,4,2021-06-11',
      'Évora,143,5207,,2023-02-28',
    ].join('\n'),
  },
};

async function seed(api: Api, agents: Agents): Promise<string> {
  const { invoices, translator } = agents;
  const csv = work.csv.inputs;
  await matched(api, { ...work.text, title: 'How readable are the new terms of service?' });
  await matched(api, {
    ...work.words,
    title: 'Count the words of the press release',
    priority: 20,
  });
  await given(
    api,
    invoices,
    { title: 'Read the invoices of Figueira & Sons', priority: 40 },
    (call) =>
      call.answer({ outcome: 'REJECTED', message: 'These are delivery notes, not invoices.' }),
  );
  await matched(api, { ...work.csv, title: 'Summarise this CSV' });
  await matched(api, {
    ...work.json,
    title: 'Check the orders feed against its JSON Schema',
    inputs: { schema: { type: 'objct' }, document: { id: 7 } },
    priority: 70,
  });
  await matched(api, {
    ...work.log,
    title: 'Find the errors in last night’s payments log',
    priority: 90,
  });
  await given(api, translator, { title: 'Translate the user guide into Portuguese' }, (call) =>
    call.answer({
      outcome: 'FAILED',
      failure: { class: 'agent_error', message: 'Chapter 3 has no text layer.' },
    }),
  );
  await matched(api, { ...work.markdown, title: 'Render the release notes of 1.4 to HTML' });
  const { id } = await matched(api, shown);
  await matched(api, {
    ...work.csv,
    title: 'Column statistics of the sensor readings',
    inputs: csv,
    priority: 30,
  });
  await given(
    api,
    translator,
    { title: 'Translate the September newsletter', priority: 60 },
    (call) => call.begin(),
  );
  await given(api, invoices, { title: 'Read the invoices of week 44', priority: 75 }, (call) =>
    call.begin(),
  );
  await given(api, invoices, { title: 'Read the invoices of week 45', priority: 75 }, () => {});
  await matched(api, { ...work.text, title: 'Readability of the onboarding e-mails' });
  await api.createJob({
    title: 'Label the support tickets of this week',
    requiredSkills: ['label tickets'],
    priority: 55,
  });
  await api.createJob({ title: 'Compare the two offers for the warehouse roof', priority: 35 });
  return id;
}

interface Agents {
  readonly invoices: LoopbackAgent;
  readonly translator: LoopbackAgent;
}

/** The API, with a note of when each job came in. */
function noting(api: Api, beginnings: number[]): Api {
  return {
    ...api,
    createJob(job) {
      beginnings.push(Date.now());
      return api.createJob(job);
    },
  };
}

/** Lets Muster choose, and waits until the agent has said something final. */
async function matched(api: Api, job: NewJob): Promise<{ id: string }> {
  const { id } = await api.createJob(job);
  const { agent } = await api.autoAssign(id);
  const final = job.title.startsWith('Check the orders') ? 'RESUBMISSION_REQUIRED' : 'COMPLETED';
  await jobIn(api, final, id);
  if (agent === null) throw new Error(`Nobody got “${job.title}”.`);
  return { id };
}

async function given(
  api: Api,
  agent: LoopbackAgent,
  job: NewJob,
  work: (call: Delivery) => unknown,
): Promise<void> {
  const { id } = await api.createJob({ ...job, inputs: { documents: ['scan-0412.pdf'] } });
  await api.assign({ jobId: id, agentId: agent.id });
  await work(await agent.nextDelivery());
}

const profile = (name: string, description: string, skill: string): Omit<NewAgent, 'kind'> => ({
  name,
  description,
  skills: [{ name: skill }],
  capacity: 3,
  inputSchema: { type: 'object', required: ['documents'] },
});

async function main(): Promise<void> {
  const stack = await startStack({ samples: true });
  const browser = await launchBrowser();
  try {
    const { api } = stack;
    const invoices = await startLoopbackAgent(
      api,
      profile('invoice-reader', 'Reads invoices.', 'read invoices'),
    );
    const translator = await startLoopbackAgent(
      api,
      profile('translator', 'Translates documents.', 'translate'),
    );
    const beginnings: number[] = [];
    const jobId = await seed(noting(api, beginnings), { invoices, translator });
    const visit = await Visit.start(browser, stack, { path: '/agents' });
    const { page } = visit;
    await page.getByRole('link', { name: 'invoice-reader' }).waitFor();
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: moveTimes(await response.text(), beginnings) });
    });
    await page.goto(`${stack.url}/jobs?job=${jobId}`);
    await openJob(page, shown.title).getByRole('table').first().waitFor();
    await jobRow(page, 'Compare the two offers').waitFor();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await page.mouse.move(720, 890);
    await takePicture(page, file);
    await visit.leave();
    await Promise.all([invoices.stop(), translator.stop()]);
  } finally {
    await browser.close();
    await stack.stop();
  }
  const { size } = await stat(file);
  console.log(`docs/console.png: ${Math.ceil(size / 1024)} KB`);
  if (size > limitBytes) throw new Error(`It is larger than ${limitBytes / 1024} KB.`);
}

/** Moves the times in a response: each by as much as the job that was being seeded then. */
function moveTimes(body: string, beginnings: readonly number[]): string {
  const now = Date.now();
  return body.replaceAll(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, (written, text: string) => {
    const time = Date.parse(text);
    const index = beginnings.findLastIndex((beginning) => beginning <= time);
    const ago = minutesAgo[beginnings.length - 1 - index];
    const since = time - (beginnings[index] ?? 0);
    if (index === -1 || ago === undefined) return written;
    return JSON.stringify(new Date(now - ago * 60_000 + since).toISOString());
  });
}

await main();
