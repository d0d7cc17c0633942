import { describe, expect } from 'vitest';
import { seriousViolations } from './kit/axe.ts';
import { jobIn } from './kit/changes.ts';
import {
  gone,
  jobRow,
  neverReloaded,
  openJob,
  waitForFocus,
  waitForStatus,
} from './kit/console.ts';
import { testWithBrowser } from './kit/test.ts';
import { work } from './kit/work.ts';

const test = testWithBrowser({ samples: true });

const failure = { class: 'transient', message: 'The rates service closed the connection.' };

describe('a new job', () => {
  test('is matched by itself unless one says otherwise, and brings its own retry policy', async ({
    open,
  }) => {
    const visit = await open({ path: '/jobs?new=job' });
    const { page } = visit;
    const form = page.getByRole('dialog', { name: 'New job' });
    const field = (name: string) => form.getByRole('textbox', { name, exact: true });
    const create = form.getByRole('button', { name: 'Create job' });
    await field('Title').fill(work.csv.title);
    await field('Inputs (JSON)').fill(JSON.stringify(work.csv.inputs));
    expect(await form.getByRole('switch', { name: 'Match it by itself' }).isChecked()).toBe(true);

    await form.getByRole('button', { name: /^Retry/ }).click();
    await field('Attempts at most').fill('200');
    await field('First wait').fill('5 min');
    await field('Longest wait').fill('5');
    await create.click();
    await form.getByText('Give a number with its unit, such as 30 s or 5 min.').waitFor();
    await waitForFocus(field('Longest wait'));
    await field('Longest wait').fill('5 s');
    await create.click();
    await form.getByText('Give a whole number from 1 to 100.').waitFor();
    await form.getByText('Give at least 5 min, the first wait.').waitFor();
    await waitForFocus(field('Attempts at most'));
    await visit.picture('create-job-retry');
    expect(await seriousViolations(page)).toEqual([]);

    await field('Attempts at most').fill('3');
    await field('Longest wait').fill('10 min');
    await create.click();
    await gone(form);
    const job = openJob(page, work.csv.title);
    await waitForStatus(job, 'Completed');
    const details = job.getByRole('region', { name: 'Details' });
    await details.getByText('3 attempts, first wait 5 min, doubling up to 10 min').waitFor();
    await details.getByText('By itself').waitFor();
  });
});

describe('a job that waits', () => {
  test('says its place in the queue, in the list and on its page, and moves up without a reload', async ({
    api,
    open,
    startAgent,
  }) => {
    const reader = await startAgent({
      name: 'page-reader',
      description: 'Reads scanned pages, one at a time.',
      skills: [{ name: 'read scans' }],
      capacity: 1,
    });
    const scan = { requiredSkills: ['read scans'], autoAssign: true, inputs: { pages: 3 } };
    await api.createJob({ ...scan, title: 'Scan one' });
    const running = await reader.nextDelivery();
    const second = await api.createJob({ ...scan, title: 'Scan two' });
    const third = await api.createJob({ ...scan, title: 'Scan three' });

    const visit = await open({ path: `/jobs?job=${third.id}` });
    const { page } = visit;
    const stillTheSamePage = await neverReloaded(page);
    const why = openJob(page, third.title).getByRole('region', { name: 'Why is it waiting?' });
    await why.getByText('1 eligible, at capacity; position 2.').waitFor();
    await why.getByText(/Nothing needs to be done/).waitFor();
    await jobRow(page, second.title).getByText('position 1').waitFor();
    await jobRow(page, third.title).getByText('position 2').waitFor();
    await visit.picture('waiting-at-capacity');
    expect(await seriousViolations(page)).toEqual([]);

    running.answer({ outcome: 'COMPLETED', output: {} });
    const next = await reader.nextDelivery();
    await why.getByText(/position 1/).waitFor();
    await jobRow(page, third.title)
      .getByText(/position 1/)
      .waitFor();
    next.answer({ outcome: 'COMPLETED', output: {} });
    (await reader.nextDelivery()).answer({ outcome: 'COMPLETED', output: {} });
    await waitForStatus(openJob(page, third.title), 'Completed');
    await gone(why);
    await jobRow(page, third.title).getByText('page-reader').waitFor();
    expect(await stillTheSamePage()).toBe(true);
  });

  test('names the agent that comes nearest and what it lacks, and goes on once it has it', async ({
    api,
    open,
    startAgent,
  }) => {
    const bot = await startAgent({
      name: 'invoice-bot',
      description: 'Reads invoices.',
      skills: [{ name: 'read invoices' }],
    });
    const { id, title } = await api.createJob({
      title: 'Read the invoices of week 44',
      requiredSkills: ['read invoices', 'read Portuguese'],
      autoAssign: true,
      inputs: { week: 44 },
    });
    const visit = await open({ path: `/jobs/${id}` });
    const { page } = visit;
    const job = openJob(page, title);
    const why = job.getByRole('region', { name: 'Why is it waiting?' });
    await why.getByText('No agent has skill read Portuguese; nearest: invoice-bot.').waitFor();
    await why.getByRole('link', { name: 'Edit invoice-bot' }).waitFor();
    await visit.picture('waiting-no-agent');
    await why.getByRole('link', { name: 'Edit invoice-bot' }).click();
    await page.getByRole('dialog', { name: 'Edit invoice-bot' }).waitFor();
    await page.goBack();

    await why.waitFor();
    await api.updateAgent({
      agentId: bot.id,
      skills: [
        { name: 'read invoices', description: '' },
        { name: 'read Portuguese', description: '' },
      ],
    });
    (await bot.nextDelivery()).answer({ outcome: 'COMPLETED', output: {} });
    await waitForStatus(job, 'Completed');
  });

  test('is matched from where it says that nobody asked for it', async ({ api, open }) => {
    const { id, title } = await api.createJob({ ...work.text, title: 'How readable is this?' });
    const { page } = await open({ path: `/jobs/${id}` });
    const job = openJob(page, title);
    await job.getByText('Not queued: it waits to be assigned.').first().waitFor();
    const why = job.getByRole('region', { name: 'Why is it waiting?' });
    await why.getByRole('button', { name: 'Match for me' }).click();
    await waitForStatus(job, 'Completed');
  });

  test('is assigned or matched from the keyboard, in the list', async ({ api, open }) => {
    const nobody = { requiredSkills: ['walk on water'] };
    const { title } = await api.createJob({ ...nobody, title: 'From the keyboard' });
    const { page } = await open({ path: '/jobs?q=from%20the%20keyboard' });
    const link = page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: title });
    await link.waitFor();
    await jobRow(page, title).getByText('not queued').waitFor();
    await page.keyboard.press('j');
    await waitForFocus(link);
    await page.keyboard.press('a');
    const assign = page.getByRole('dialog', { name: `Assign “${title}”` });
    await assign.getByRole('listbox', { name: 'Agents' }).waitFor();
    await page.keyboard.press('Escape');
    await gone(assign);
    await waitForFocus(link);
    await page.keyboard.press('m');
    const refused = page.getByRole('alert').filter({ hasText: `“${title}” was not matched` });
    await refused.waitFor();
    await refused.getByRole('button', { name: 'Dismiss' }).click();
    await gone(refused);
  });
});

describe('a job that is tried again', () => {
  test('counts down to the next attempt, and its story tells the attempts apart', async ({
    api,
    open,
    startAgent,
  }) => {
    const composer = await startAgent({
      name: 'forecaster',
      description: 'Writes forecasts.',
      skills: [{ name: 'forecast' }],
    });
    const { id, title } = await api.createJob({
      title: 'Forecast of the third quarter',
      requiredSkills: ['forecast'],
      autoAssign: true,
      inputs: { quarter: 3 },
      retryPolicy: { maxAttempts: 2, initialIntervalMs: 4_000, jitter: 0 },
    });
    const visit = await open({ path: `/jobs/${id}` });
    const { page } = visit;
    const job = openJob(page, title);
    (await composer.nextDelivery()).answer({ outcome: 'FAILED', failure });
    const why = job.getByRole('region', { name: 'Why is it waiting?' });
    await why.getByText(/It is tried again at \d\d:\d\d:\d\d, in \d s\./).waitFor();
    await job
      .getByRole('button', { name: /Attempt 1.*forecaster.*Failed, to be tried again/ })
      .waitFor();
    await job.getByText(/Attempt 1 of 2 failed: .*closed the connection; next at about/).waitFor();
    await job
      .getByRole('region', { name: 'Details' })
      .getByText(/\d\d:\d\d:\d\d, in \d s/)
      .waitFor();
    await visit.picture('waiting-retry');

    (await composer.nextDelivery()).answer({ outcome: 'COMPLETED', output: {} });
    await waitForStatus(job, 'Completed');
    const first = job.getByRole('button', { name: /Attempt 1.*Failed, tried again/ });
    await first.getByText(/Attempt 1 of 2 failed/).waitFor();
    await job.getByRole('button', { name: /Attempt 2.*forecaster.*Completed/ }).waitFor();
    await visit.picture('story-attempts');
  });

  test('keeps what came too late in the story, as refused', async ({ api, open, startAgent }) => {
    const slow = await startAgent({
      name: 'slow-translator',
      description: 'Translates.',
      skills: [{ name: 'translate' }],
    });
    const { id, title } = await api.createJob({
      title: 'Translate the guide',
      requiredSkills: ['translate'],
      autoAssign: true,
      inputs: { text: 'Hello' },
    });
    const delivery = await slow.nextDelivery();
    await delivery.begin();
    await jobIn(api, 'IN_PROGRESS', id);
    await api.cancelAssignment({ jobId: id });
    const answer = await delivery.report({ outcome: 'COMPLETED', output: { text: 'Olá' } });
    expect(answer.status).toBe(409);

    const visit = await open({ path: `/jobs/${id}` });
    const { page } = visit;
    const job = openJob(page, title);
    await job.getByRole('button', { name: /Attempt 1.*Taken back/ }).waitFor();
    const late = job.getByRole('listitem').filter({ hasText: 'still reported completed' }).last();
    await late.getByText(/^refused: /).waitFor();
    await late.getByRole('button', { name: 'What it sent' }).click();
    await late.getByText('Olá').waitFor();
    await visit.picture('story-refused-report');
    expect(await seriousViolations(page)).toEqual([]);
    expect((await api.job(id)).status).toBe('PENDING');
  });
});
