import { describe, expect } from 'vitest';
import type { Api } from './kit/api.ts';
import { jobIn } from './kit/changes.ts';
import { connected, gone, jobRow, neverReloaded, openJob, waitForStatus } from './kit/console.ts';
import { testWithBrowser } from './kit/test.ts';
import { createMany } from './kit/work.ts';

const test = testWithBrowser({ samples: false });

describe('an open page', () => {
  test('says that it is offline when the server dies, and has every status right when it is back', {
    timeout: 150_000,
  }, async ({ stack, api, open, startAgent }) => {
    const agent = await startAgent({
      name: 'porter',
      description: 'Carries things.',
      capacity: 3,
    });
    const give = async (through: Api, jobId: string) => {
      await through.assign({ jobId, agentId: agent.id });
      return agent.nextDelivery();
    };
    const completed = await api.createJob({ title: 'Is completed meanwhile' });
    const cancelled = await api.createJob({ title: 'Is cancelled meanwhile' });
    const asked = await api.createJob({ title: 'Is asked for inputs meanwhile' });
    const waiting = await api.createJob({ title: 'Waits on' });
    // Accepted, so that they outlive the server: a call that it has open ends with it, and is made again.
    for (const { id } of [completed, cancelled]) await (await give(api, id)).begin();

    const visit = await open();
    const { page } = visit;
    visit.expectFaults(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket/);
    await jobRow(page, completed.title).getByRole('link').click();
    const job = openJob(page, completed.title);
    await waitForStatus(job, 'In progress');
    await jobRow(page, cancelled.title).getByText('In progress').waitFor();
    await connected(page);
    const stillTheSamePage = await neverReloaded(page);

    await stack.killServer();
    const offline = page.getByRole('status').filter({ hasText: 'Offline: showing what was known' });
    await offline.waitFor();
    await visit.picture('offline');

    // On the same data, but where the page does not find it: nothing of this can be seen live.
    const elsewhere = await stack.startServer('elsewhere');
    for (const { id } of [completed, cancelled]) await elsewhere.cancelAssignment({ jobId: id });
    const again = await give(elsewhere, completed.id);
    again.answer({ outcome: 'COMPLETED', output: { carried: 'all of it' } });
    await jobIn(elsewhere, 'COMPLETED', completed.id);
    const question = await give(elsewhere, asked.id);
    question.answer({ outcome: 'RESUBMISSION_REQUIRED', message: 'Where to?' });
    await jobIn(elsewhere, 'RESUBMISSION_REQUIRED', asked.id);
    const created = await elsewhere.createJob({ title: 'Came in meanwhile' });
    await stack.stopServer();
    expect(await offline.isVisible()).toBe(true);

    await stack.startServer();
    await gone(offline);
    await connected(page);
    await waitForStatus(job, 'Completed');
    await job.getByText('all of it').waitFor();
    await jobRow(page, completed.title).getByText('Completed', { exact: true }).waitFor();
    await jobRow(page, cancelled.title).getByText('Pending').waitFor();
    await jobRow(page, asked.title).getByText('Resubmission required').waitFor();
    await jobRow(page, waiting.title).getByText('Pending').waitFor();
    await jobRow(page, created.title).getByText('Pending').waitFor();
    const needsYou = page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Needs you 1/ });
    await needsYou.waitFor();
    expect(await stillTheSamePage()).toBe(true);
    await visit.picture('back-online');
  });

  test('that is loaded while the server cannot use its database says so, and is right when it can', async ({
    api,
    open,
  }) => {
    const { title } = await api.createJob({ title: 'Was there all the time' });
    const visit = await open();
    const { page } = visit;
    await jobRow(page, title).waitFor();

    const message = 'The database does not answer at the moment.';
    const answer = { data: null, errors: [{ message, extensions: { code: 'UNAVAILABLE' } }] };
    await page.route('**/graphql', (route) => route.fulfill({ json: answer }));
    await page.reload();
    await page.getByText('The server has trouble with its database').first().waitFor();
    await page.getByText(message).first().waitFor();
    await visit.picture('without-database');

    await page.unroute('**/graphql');
    await jobRow(page, title).waitFor();
    await connected(page);

    // A page that was open all the time, of which a part could not be read.
    await page.route('**/graphql', (route) => route.fulfill({ json: answer }));
    await page.getByRole('link', { name: 'Agents' }).click();
    const failed = page.getByText(message).first();
    await failed.waitFor();
    await page.unroute('**/graphql');
    await gone(failed);
  });

  test('shows in a second tab what is done in the first', async ({ open }) => {
    const visit = await open();
    const first = visit.page;
    const second = await visit.openTab('/jobs');
    await connected(second);
    await first.getByRole('button', { name: 'New job' }).click();
    const form = first.getByRole('dialog', { name: 'New job' });
    await form.getByRole('textbox', { name: 'Title' }).fill('Seen from both tabs');
    await form.getByRole('button', { name: 'Create job' }).click();
    await jobRow(second, 'Seen from both tabs').getByText('Pending').waitFor();
  });
});

describe('a long list', () => {
  test('is read on as one scrolls, and keeps still while new jobs come', async ({ api, open }) => {
    const { jobs } = await api.graphql<{ jobs: { totalCount: number } }>(
      '{ jobs(first: 1) { totalCount } }',
    );
    await createMany(api, 300, (number) => ({
      title: `Job ${String(number).padStart(3, '0')}`,
      inputs: { number },
    }));
    const total = jobs.totalCount + 300;

    const visit = await open();
    const { page } = visit;
    const table = page.getByRole('table', { name: 'Jobs' });
    await table.and(page.locator(`[aria-rowcount="${total + 1}"]`)).waitFor();
    const rows = table.locator('[data-row-link]');
    await rows.first().waitFor();
    // Only what is in sight, and a little more, is in the page.
    expect(await rows.count()).toBeLessThan(80);

    const lastRow = table.locator(`[aria-rowindex="${total + 1}"]`);
    const lowest = async () =>
      Number(await table.getByRole('row').last().getAttribute('aria-rowindex'));
    await rows.first().hover();
    for (let seen = 0; seen < total + 1; seen = await lowest()) {
      await page.mouse.wheel(0, 1_500);
      await expect.poll(lowest, { timeout: 10_000 }).toBeGreaterThan(seen);
    }
    await lastRow.scrollIntoViewIfNeeded();
    await visit.picture('scrolled-to-the-end');

    const anchor = lastRow.getByRole('link');
    const [title, before] = [await anchor.textContent(), await anchor.boundingBox()];
    await connected(page);
    for (const name of ['New one', 'New two', 'New three']) await api.createJob({ title: name });
    const pill = page.getByRole('button', { name: '3 new' });
    await pill.waitFor();
    const same = table.getByRole('link', { name: title ?? '', exact: true });
    expect(await same.boundingBox()).toEqual(before);
    await visit.picture('three-new');

    await pill.click();
    await jobRow(page, 'New three').waitFor();
    await gone(pill);
    expect(await rows.first().textContent()).toBe('New three');
    await api.createJob({ title: 'Comes in while at the top' });
    await jobRow(page, 'Comes in while at the top').waitFor();
  });
});
