import { describe, expect } from 'vitest';
import { phone } from './kit/browser.ts';
import { jobIn } from './kit/changes.ts';
import {
  gone,
  jobRow,
  neverReloaded,
  openJob,
  sidewaysScroll,
  waitForFocus,
  waitForStatus,
} from './kit/console.ts';
import { testWithBrowser } from './kit/test.ts';
import { schemas, work } from './kit/work.ts';

const test = testWithBrowser({ samples: true });
const json = (value: unknown) => JSON.stringify(value, null, 2);

describe('the whole story', () => {
  test('from the printed address to the result of the first job, without a reload', async ({
    stack,
    open,
  }) => {
    const visit = await open();
    const { page } = visit;
    await page.waitForURL(`${stack.url}/jobs`);
    expect(page.url()).not.toContain(stack.token);
    await page.getByRole('heading', { name: 'No jobs yet' }).waitFor();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await visit.picture('jobs-empty');
    const stillTheSamePage = await neverReloaded(page);

    await page.getByRole('button', { name: 'Create the first job' }).click();
    const form = page.getByRole('dialog', { name: 'New job' });
    await waitForFocus(form.getByRole('textbox', { name: 'Title' }));
    await form.getByRole('textbox', { name: 'Title' }).fill(work.csv.title);
    await form.getByRole('textbox', { name: 'Inputs (JSON)' }).fill(json(work.csv.inputs));
    // This story assigns it by hand; `console-queue.test.ts` tells the other one.
    await form.getByRole('switch', { name: 'Match it by itself' }).uncheck();
    await visit.picture('create-job');
    await form.getByRole('button', { name: 'Create job' }).click();
    await gone(form);

    const job = openJob(page, work.csv.title);
    await waitForStatus(job, 'Pending');
    await job.getByText('Waiting to be assigned to an agent').waitFor();
    await jobRow(page, work.csv.title).getByText('Pending').waitFor();
    const story = job.getByRole('listitem');
    const itemsBefore = await story.count();

    await job.getByRole('button', { name: 'Assign…' }).click();
    const assign = page.getByRole('dialog', { name: `Assign “${work.csv.title}”` });
    const who = assign.getByRole('listbox', { name: 'Agents' });
    await who.getByRole('option', { name: /Match for me.*Would choose csv-analyst/ }).waitFor();
    await who.getByRole('option', { name: /^csv-analyst.*Score (1|0\.\d\d)/ }).waitFor();
    await who
      .getByRole('option', { name: /log-digest.*does not accept|log-digest.*log/i })
      .waitFor();
    await visit.picture('assign-1-who');
    await who.getByRole('option', { name: /Match for me/ }).click();
    await assign.getByText('Match for me: csv-analyst').waitFor();
    await visit.picture('assign-2-match');
    await assign.getByRole('button', { name: 'Match and assign' }).click();
    await gone(assign);

    await waitForStatus(job, 'Completed');
    await jobRow(page, work.csv.title).getByText('Completed').waitFor();
    await jobRow(page, work.csv.title).getByText('csv-analyst').waitFor();
    await story.filter({ hasText: 'completed the job' }).last().waitFor();
    expect(await story.count()).toBeGreaterThan(itemsBefore);

    const columns = job.getByRole('region', { name: 'Result' }).getByRole('table');
    await columns.first().getByRole('columnheader', { name: 'median' }).waitFor();
    const population = columns.first().getByRole('row').filter({ hasText: 'population' });
    expect(await population.getByRole('cell').allTextContents()).toEqual(
      expect.arrayContaining(['integer', '67650', '193333', '545923', '235900.4']),
    );

    const why = job.getByRole('region', { name: 'Why this agent?' });
    await why.getByRole('row', { name: /csv-analyst.*Got the job/ }).waitFor();
    expect(await why.getByRole('row').count()).toBeGreaterThan(3);
    expect(await stillTheSamePage()).toBe(true);
    await visit.picture('job-beside-the-list');

    await job.getByRole('link', { name: 'Open as a page' }).click();
    await page.getByRole('heading', { level: 1, name: work.csv.title }).waitFor();
    await visit.picture('job-page');
    await why.scrollIntoViewIfNeeded();
    await visit.picture('why-this-agent');
  });

  test('a job assigned by hand asks for the inputs that the agent needs', async ({ api, open }) => {
    const { id, title } = await api.createJob({ title: 'Something about cities' });
    const visit = await open({ path: `/jobs/${id}` });
    const { page } = visit;
    const job = openJob(page, title);
    await job.getByRole('button', { name: 'Assign…' }).click();
    const assign = page.getByRole('dialog', { name: `Assign “${title}”` });
    await assign.getByRole('combobox', { name: 'Filter the agents' }).fill('csv');
    await assign.getByRole('option', { name: /^csv-analyst/ }).click();

    const csv = assign.getByRole('textbox', { name: 'CSV' });
    await waitForFocus(csv);
    const confirm = assign.getByRole('button', { name: 'Assign to csv-analyst' });
    await confirm.click();
    await assign.getByText('The agent needs this.').waitFor();
    expect(await csv.getAttribute('aria-invalid')).toBe('true');
    await visit.picture('assign-2-inputs-missing');
    expect((await api.job(id)).status).toBe('PENDING');

    await csv.fill(work.csv.inputs.csv);
    await gone(assign.getByText('The agent needs this.'));
    await visit.picture('assign-2-inputs');
    await confirm.click();
    await gone(assign);
    await waitForStatus(job, 'Completed');
    await job
      .getByRole('region', { name: 'Why this agent?' })
      .getByText('Chosen by a person')
      .waitFor();
    expect((await api.job(id)).result).toMatchObject({ rows: 5, columnCount: 4 });
  });

  test('a running assignment is cancelled after a question', async ({ api, open, startAgent }) => {
    const agent = await startAgent({
      name: 'sleeper',
      description: 'Takes its time.',
    });
    const { id, title } = await api.createJob({ title: 'Wait for it' });
    const visit = await open({ path: `/jobs/${id}` });
    const { page } = visit;
    const job = openJob(page, title);
    await waitForStatus(job, 'Pending');
    await api.assign({ jobId: id, agentId: agent.id });
    const delivery = await agent.nextDelivery();
    await waitForStatus(job, 'Assigned');
    await job.getByText(/Waiting for sleeper to start/).waitFor();

    const cancel = job.getByRole('button', { name: 'Cancel assignment…' });
    const question = page.getByRole('alertdialog', { name: 'Cancel this assignment?' });
    await cancel.click();
    await waitForFocus(question.getByRole('button', { name: 'Keep it running' }));
    await question.getByText(/Agent sleeper is told to stop.*returns to Pending/).waitFor();
    await visit.picture('cancel-question');
    await page.keyboard.press('Escape');
    await gone(question);
    await waitForFocus(cancel);
    expect((await api.job(id)).status).toBe('ASSIGNED');

    await cancel.click();
    await question.getByRole('button', { name: 'Cancel assignment' }).click();
    await gone(question);
    await waitForStatus(job, 'Pending');
    await job.getByText(/took the job back from sleeper/).waitFor();
    await delivery.hungUp;
  });

  test('a result is sent back with feedback, and the job resubmitted with corrected inputs', async ({
    api,
    open,
  }) => {
    const { id, title } = await api.createJob({
      ...work.json,
      inputs: { schema: schemas.mended, document: { id: 'seven' } },
    });
    await api.autoAssign(id);
    await jobIn(api, 'COMPLETED', id);
    const { page } = await open({ path: `/jobs/${id}` });
    const job = openJob(page, title);

    await job.getByRole('button', { name: 'Request resubmission…' }).click();
    const back = page.getByRole('dialog', { name: 'Request resubmission' });
    const send = back.getByRole('button', { name: 'Request resubmission' });
    expect(await send.isDisabled()).toBe(true);
    await back
      .getByRole('textbox', { name: 'What is wrong or missing' })
      .fill('Take the new document');
    await send.click();
    await gone(back);
    await waitForStatus(job, 'Resubmission required');
    await job.getByText('Take the new document').waitFor();

    await job.getByRole('button', { name: 'Resubmit…' }).click();
    const again = page.getByRole('dialog', { name: 'Resubmit the job' });
    const inputs = again.getByRole('textbox', { name: 'Inputs (JSON)' });
    await inputs.fill('{ "schema": ');
    expect(await again.getByRole('button', { name: 'Resubmit' }).isDisabled()).toBe(true);
    await inputs.fill(json({ schema: schemas.mended, document: { id: 7 } }));
    await again.getByRole('button', { name: 'Resubmit' }).click();
    await gone(again);
    await waitForStatus(job, 'Pending');

    await page.keyboard.press('m');
    await waitForStatus(job, 'Completed');
    expect((await api.job(id)).result).toMatchObject({ valid: true });
    await job.getByRole('button', { name: /Attempt 2/ }).waitFor();
  });

  test('an agent that wants other inputs gets them', async ({ api, open }) => {
    const { id, title } = await api.createJob({
      ...work.json,
      inputs: { schema: schemas.broken, document: { id: 7 } },
    });
    const visit = await open({ path: `/jobs/${id}` });
    const { page } = visit;
    const job = openJob(page, title);
    await waitForStatus(job, 'Pending');
    await page.keyboard.press('m');
    await waitForStatus(job, 'Resubmission required');
    await visit.picture('resubmission-required');
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Needs you/ })
      .click();
    await jobRow(page, title).getByText('Resubmission required').waitFor();
    await jobRow(page, title).getByRole('link', { name: title }).click();
    await job.getByRole('button', { name: 'Resubmit…' }).click();
    const again = page.getByRole('dialog', { name: 'Resubmit the job' });
    await again
      .getByRole('textbox', { name: 'Inputs (JSON)' })
      .fill(json({ schema: schemas.mended, document: { id: 7 } }));
    await again.getByRole('button', { name: 'Resubmit' }).click();
    await gone(again);
    await waitForStatus(job, 'Pending');
  });

  test('HTML that an agent made is shown in a frame that may do nothing', async ({ api, open }) => {
    const { id, title } = await api.createJob(work.markdown);
    await api.autoAssign(id);
    await jobIn(api, 'COMPLETED', id);
    const visit = await open({ path: `/jobs/${id}` });
    const { page } = visit;
    const frame = openJob(page, title).getByRole('region', { name: 'Result' }).locator('iframe');
    await frame.waitFor();
    expect(await frame.getAttribute('sandbox')).toBe('');
    expect(await frame.getAttribute('srcdoc')).toContain('<h1 id="release-14">Release 1.4</h1>');
    await visit.picture('job-html-result');
  });

  test('says why nobody can have a job', async ({ api, open }) => {
    const { id, title } = await api.createJob({
      title: 'Translate this',
      inputs: { text: 'Olá' },
      requiredSkills: ['translate Portuguese'],
    });
    const visit = await open({ path: `/jobs/${id}` });
    const { page } = visit;
    const job = openJob(page, title);
    await waitForStatus(job, 'Pending');
    await page.keyboard.press('m');
    await job.getByRole('alert').filter({ hasText: 'The job was not matched' }).waitFor();
    await job.getByText(/no agent can take the job/).waitFor();
    await visit.picture('no-agent-matched');
  });
});

describe('the list', () => {
  test('keeps filter, search and order in the address, over a reload and back', async ({
    api,
    open,
  }) => {
    const titles = ['Quarter C', 'Quarter A', 'Quarter B'];
    for (const title of titles) await api.createJob({ title });
    const done = await api.createJob({ ...work.words, title: 'Quarter D' });
    await api.assign({ jobId: done.id, agentId: await api.agentId('word-counter') });
    await jobIn(api, 'COMPLETED', done.id);

    const { page } = await open();
    const rows = page.getByRole('table', { name: 'Jobs' }).locator('[data-row-link]');
    const shows = (expected: readonly string[]) =>
      expect.poll(() => rows.allTextContents(), { timeout: 10_000 }).toEqual(expected);

    await page.getByRole('searchbox', { name: 'Search jobs' }).fill('quarter');
    await shows(['Quarter D', 'Quarter B', 'Quarter A', 'Quarter C']);
    await page.waitForURL(/\?q=quarter$/);

    const filter = page.getByRole('group', { name: 'Filter by status' });
    await filter.getByRole('button', { name: /Pending/ }).click();
    await page.waitForURL(/status=PENDING&q=quarter$/);
    await shows(['Quarter B', 'Quarter A', 'Quarter C']);

    await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click();
    await page.waitForURL(/status=PENDING&q=quarter&sort=title$/);
    await shows(['Quarter A', 'Quarter B', 'Quarter C']);

    await page.reload();
    await shows(['Quarter A', 'Quarter B', 'Quarter C']);
    expect(await page.getByRole('searchbox', { name: 'Search jobs' }).inputValue()).toBe('quarter');
    expect(await filter.getByRole('button', { name: /Pending/ }).getAttribute('aria-pressed')).toBe(
      'true',
    );

    await rows.filter({ hasText: 'Quarter B' }).click();
    await openJob(page, 'Quarter B').waitFor();
    await page.waitForURL(/sort=title&job=/);
    await page.goBack();
    await gone(openJob(page, 'Quarter B'));
    await page.goBack();
    await shows(['Quarter D', 'Quarter B', 'Quarter A', 'Quarter C']);
    await page.getByRole('searchbox', { name: 'Search jobs' }).fill('nothing like this');
    await page.getByRole('heading', { name: 'No job matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear the search and filters' }).click();
    await rows.first().waitFor();
    expect(await page.getByRole('searchbox', { name: 'Search jobs' }).inputValue()).toBe('');
  });

  test('is used from the keyboard', async ({ api, open }) => {
    for (const title of ['Key one', 'Key two', 'Key three']) await api.createJob({ title });
    const visit = await open();
    const { page } = visit;
    const key = (name: string) => page.keyboard.press(name);
    const link = (title: string) =>
      page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: title });
    await link('Key three').waitFor();

    await key('c');
    const form = page.getByRole('dialog', { name: 'New job' });
    await form.waitFor();
    await key('Escape');
    await gone(form);

    await key('/');
    const search = page.getByRole('searchbox', { name: 'Search jobs' });
    await waitForFocus(search);
    await page.keyboard.type('key');
    await page.waitForURL(/\?q=key$/);
    await gone(link('Quarter A'));
    await key('Escape');
    await page.waitForURL(/\/jobs$/);
    expect(await search.inputValue()).toBe('');
    await key('Escape');

    await key('j');
    await waitForFocus(link('Key three'));
    await key('j');
    await waitForFocus(link('Key two'));
    await key('k');
    await waitForFocus(link('Key three'));
    await key('Enter');
    await openJob(page, 'Key three').waitFor();
    await key('j');
    await openJob(page, 'Key two').waitFor();
    await key('Escape');
    await gone(openJob(page, 'Key two'));

    await key('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.getByText('Next job').waitFor();
    await visit.picture('keyboard-help');
    await key('Escape');
    await gone(help);

    await key('ControlOrMeta+k');
    const palette = page.getByRole('combobox', { name: 'Go to, do, or find a job' });
    await waitForFocus(palette);
    await visit.picture('palette');
    await page.keyboard.type('key one');
    await page.getByRole('option', { name: /Key one/ }).waitFor();
    await key('Enter');
    await page.getByRole('heading', { level: 1, name: 'Key one' }).waitFor();
    await page.waitForURL(/\/jobs\/\w+$/);

    await key('g');
    await key('a');
    await page.waitForURL(/\/agents$/);
  });
});

describe('agents', () => {
  test('one that pulls is registered, edited, paused and resumed', async ({ api, open }) => {
    const visit = await open({ path: '/agents' });
    const { page } = visit;
    await page.getByRole('link', { name: 'csv-analyst' }).waitFor();
    await visit.picture('agents');
    await page.getByRole('button', { name: 'Register agent' }).click();
    const form = page.getByRole('dialog', { name: 'Register an agent' });
    await form.getByText('Pull', { exact: true }).click();
    expect(await form.getByRole('radio', { name: 'Pull' }).isChecked()).toBe(true);
    await form.getByRole('button', { name: 'Register', exact: true }).click();
    expect(
      await form.getByRole('textbox', { name: 'Name', exact: true }).getAttribute('aria-invalid'),
    ).toBe('true');
    await visit.picture('register-agent-missing');
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('night-owl');
    await form.getByRole('textbox', { name: 'What it does' }).fill('Reads reports at night.');
    await form.getByRole('button', { name: 'Add a skill' }).click();
    await form.getByRole('textbox', { name: 'Skill 1, name' }).fill('read reports');
    await form.getByRole('button', { name: 'Register', exact: true }).click();

    const registered = page.getByRole('dialog', { name: 'night-owl is registered' });
    await registered.getByText('Its token, shown this once').waitFor();
    await visit.picture('agent-token-once');
    const token = await registered.getByRole('code').first().textContent();
    await registered.getByRole('button', { name: 'Open the agent' }).click();
    await gone(registered);
    const panel = page.getByRole('article', { name: 'night-owl' });
    await panel.getByText('Reads reports at night.').waitFor();
    expect(token).toBeTruthy();
    await page.reload();
    await panel.getByText('Reads reports at night.').waitFor();
    expect(await page.content()).not.toContain(token);
    await visit.picture('agent-page');

    await panel.getByRole('button', { name: 'Edit' }).click();
    const edit = page.getByRole('dialog', { name: 'Edit night-owl' });
    await edit.getByRole('textbox', { name: 'What it does' }).fill('Reads reports by day.');
    await edit.getByRole('button', { name: 'Save' }).click();
    await gone(edit);
    await panel.getByText('Reads reports by day.').waitFor();

    await panel.getByRole('button', { name: 'Pause' }).click();
    await panel.getByText('Paused', { exact: true }).waitFor();
    const { agents } = await api.graphql<{ agents: { edges: { node: { paused: boolean } }[] } }>(
      '{ agents(first: 1, filter: { text: "night-owl" }) { edges { node { paused } } } }',
    );
    expect(agents.edges[0]?.node.paused).toBe(true);
    await panel.getByRole('button', { name: 'Resume' }).click();
    await gone(panel.getByText('Paused', { exact: true }));
    await panel.getByRole('button', { name: 'Pause' }).waitFor();
  });
});

describe('the frame', () => {
  test('is dark where the system is, and as one chooses', async ({ api, open }) => {
    const done = await api.createJob({ ...work.csv, title: 'Summarise in the dark' });
    await api.autoAssign(done.id);
    await jobIn(api, 'COMPLETED', done.id);
    const visit = await open({ colorScheme: 'dark' });
    const { page } = visit;
    const scheme = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    const row = page.getByRole('row').nth(1);
    await row.waitFor();
    expect(await scheme()).toBe('dark');
    await visit.picture('jobs-dark');
    await page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: done.title }).click();
    await openJob(page, done.title).getByRole('region', { name: 'Result' }).waitFor();
    await visit.picture('job-beside-the-list-dark');
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Agents' })
      .click();
    await page.getByRole('link', { name: 'csv-analyst' }).waitFor();
    await visit.picture('agents-dark');
    await page.goBack();
    await page.getByRole('button', { name: 'Colour scheme' }).click();
    await page.getByRole('menuitemradio', { name: 'Light' }).click();
    await expect.poll(scheme).toBe('light');
    await page.reload();
    await row.waitFor();
    expect(await scheme()).toBe('light');
  });

  test('fits a phone', async ({ api, open }) => {
    const done = await api.createJob({ ...work.csv, title: 'Summarise on the way' });
    await api.autoAssign(done.id);
    await jobIn(api, 'COMPLETED', done.id);
    const waiting = await api.createJob({ title: 'Decide on the way' });
    const visit = await open({ viewport: phone });
    const { page } = visit;
    const fits = async (name: string) => {
      await visit.picture(`phone-${name}`);
      expect(await sidewaysScroll(page), name).toEqual([]);
    };
    const nav = page.getByRole('navigation', { name: 'Main' });
    const link = page.getByRole('link', { name: done.title });
    await link.waitFor();
    const bar = await nav.boundingBox();
    expect(bar?.y).toBeGreaterThan(phone.height - 80);
    await fits('jobs');
    await link.click();
    const job = openJob(page, done.title);
    await job.getByRole('region', { name: 'Result' }).waitFor();
    await fits('job');
    await job.getByRole('region', { name: 'Why this agent?' }).scrollIntoViewIfNeeded();
    await fits('job-why');
    await job.getByRole('button', { name: 'Back to the list' }).click();

    await page
      .getByRole('table', { name: 'Jobs' })
      .getByRole('link', { name: waiting.title })
      .click();
    await openJob(page, waiting.title).getByRole('button', { name: 'Assign…' }).click();
    const assign = page.getByRole('dialog', { name: `Assign “${waiting.title}”` });
    await assign.getByRole('option', { name: /^csv-analyst/ }).waitFor();
    await fits('assign-1-who');
    await assign.getByRole('option', { name: /^csv-analyst/ }).click();
    await assign.getByRole('button', { name: 'Assign to csv-analyst' }).waitFor();
    await fits('assign-2-inputs');
    await page.keyboard.press('Escape');
    await gone(assign);

    await nav.getByRole('link', { name: 'Agents' }).click();
    await page.getByRole('link', { name: 'csv-analyst' }).waitFor();
    await fits('agents');
    await page.getByRole('link', { name: 'csv-analyst' }).click();
    await page.getByRole('article', { name: 'csv-analyst' }).getByText('Recent jobs').waitFor();
    await fits('agent');
    await nav.getByRole('link', { name: /Needs you/ }).click();
    await page.waitForURL(/needs-you/);
    await nav.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.getByRole('button', { name: /New job/ }).click();
    await page.getByRole('dialog', { name: 'New job' }).waitFor();
    await fits('create-job');
  });

  test('says so when there is no such job, or no such page', async ({ open }) => {
    const visit = await open({ path: '/jobs/unknown' });
    const { page } = visit;
    await page.getByRole('heading', { name: 'There is no such job' }).waitFor();
    await visit.picture('no-such-job');
    await page.getByRole('button', { name: 'To the list of jobs' }).click();
    await page.waitForURL(/\/jobs$/);
    await page.goto(page.url().replace('/jobs', '/nowhere'));
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  });

  test('asks who is not signed in for the token', async ({ stack, open }) => {
    const visit = await open({ signedIn: false, path: '/jobs' });
    visit.expectFaults(/401 \(Unauthorized\)|WebSocket connection/);
    const { page } = visit;
    await page.getByRole('heading', { name: 'Sign in to Muster' }).waitFor();
    await visit.picture('signed-out');
    await page.getByLabel('Token', { exact: true }).fill('not the token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This Muster has another token').waitFor();
    await visit.picture('sign-in-refused');
    await page.getByLabel('Token', { exact: true }).fill(stack.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${stack.url}/jobs`);
    await page.getByRole('row').nth(1).waitFor();
  });
});
