import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { seriousViolations } from './kit/axe.ts';
import { phone } from './kit/browser.ts';
import { jobIn } from './kit/changes.ts';
import {
  connected,
  gone,
  jobRow,
  neverReloaded,
  sidewaysScroll,
  waitForFocus,
} from './kit/console.ts';
import { testWithBrowser } from './kit/test.ts';
import { createMany } from './kit/work.ts';

const test = testWithBrowser({ samples: false });

/** What a page says while its server is away. */
const unplugged = /WebSocket|net::ERR_/;

/** An agent that asks for work, and never does: what it gets stays with it. */
const idle = { kind: 'PULL', description: 'Takes what it is given.' } as const;

describe('a selection', () => {
  test('is made by boxes, keys and ranges, and lasts while the list changes', async ({
    api,
    open,
  }) => {
    for (const letter of ['A', 'B', 'C', 'D', 'E']) {
      await api.createJob({ title: `Pick ${letter}` });
    }
    const visit = await open({ path: '/jobs?q=pick' });
    const { page } = visit;
    const box = (letter: string) => page.getByRole('checkbox', { name: `Select “Pick ${letter}”` });
    const bar = selectionBar(page);
    await connected(page);
    await jobRow(page, 'Pick A').waitFor();

    const title = page.getByRole('link', { name: 'Pick E' });
    const before = await title.boundingBox();
    await box('E').check();
    await bar.getByText('1 selected').waitFor();
    expect(await title.boundingBox()).toEqual(before);
    await page.getByText('1 job selected').waitFor({ state: 'attached' });

    await box('C').click({ modifiers: ['Shift'] });
    await bar.getByText('3 selected').waitFor();
    await page.getByRole('link', { name: 'Pick B' }).click({ modifiers: ['Shift'] });
    await bar.getByText('4 selected').waitFor();
    expect(new URL(page.url()).searchParams.get('job')).toBeNull();

    await api.createJob({ title: 'Pick F' });
    await jobRow(page, 'Pick F').waitFor();
    expect(await box('F').isChecked()).toBe(false);
    expect(await box('E').isChecked()).toBe(true);

    await page.keyboard.press('Escape');
    await gone(bar);
    await page.keyboard.press('j');
    await waitForFocus(page.getByRole('link', { name: 'Pick A' }));
    await page.keyboard.press('x');
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await page.keyboard.press('Shift+X');
    await bar.getByText('3 selected').waitFor();
    await page.keyboard.press('x');
    await bar.getByText('2 selected').waitFor();

    await selectAllLoaded(page);
    await bar.getByText('6 selected').waitFor();
    await page.getByRole('checkbox', { name: 'Clear the selection' }).click();
    await gone(bar);
  });

  test('is made by tapping on a phone, after a long press or by its own button', async ({
    open,
  }) => {
    const visit = await open({ path: '/jobs?q=pick', viewport: phone });
    const { page } = visit;
    const bar = selectionBar(page);
    const row = jobRow(page, 'Pick C');
    await row.waitFor();
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    await row.getByRole('link').click();
    await bar.getByText('1 selected').waitFor();
    expect(new URL(page.url()).searchParams.get('job')).toBeNull();
    expect(await sidewaysScroll(page)).toEqual([]);
    await visit.picture('select-phone');
    await bar.getByRole('button', { name: 'Clear the selection' }).click();
    await gone(bar);

    await row.dispatchEvent('pointerdown', { pointerType: 'touch', clientX: 100, clientY: 300 });
    await bar.getByText('1 selected').waitFor();
    await row.dispatchEvent('pointerup', { pointerType: 'touch' });
    await row.dispatchEvent('click');
    expect(await row.getByRole('checkbox').isChecked()).toBe(true);
    expect(new URL(page.url()).searchParams.get('job')).toBeNull();
  });
});

describe('a batch', () => {
  test('of all that match is looked at, begun, and told of by what came of it', async ({
    api,
    open,
    startAgent,
  }) => {
    await startAgent({
      name: 'reporter',
      description: 'Writes reports.',
      skills: [{ name: 'write reports' }],
      capacity: 100,
    });
    await createMany(api, 104, (number) => ({
      title: `Report ${number}`,
      requiredSkills: number > 102 ? ['walk on water'] : ['write reports'],
      inputs: { number },
    }));
    const visit = await open({ path: '/jobs?q=report' });
    const { page } = visit;
    const stillTheSamePage = await neverReloaded(page);
    await selectAllLoaded(page);
    const bar = selectionBar(page);
    await bar.getByText('100 selected').waitFor();
    await bar.getByRole('button', { name: 'Select all 104 jobs that match the filter' }).click();
    await bar.getByText('All 104 selected').waitFor();
    await page.getByText('All 104 jobs that match are selected').waitFor({ state: 'attached' });

    await page.keyboard.press('m');
    const dialog = page.getByRole('dialog', { name: 'Match 104 jobs' });
    await dialog.getByText('100 can be assigned').waitFor();
    await dialog.getByText('4 cannot').waitFor();
    await dialog.getByRole('row', { name: /reporter 100 jobs/ }).waitFor();
    const water = dialog.getByRole('group').filter({ hasText: /walk on water/ });
    await water.locator('summary').click();
    expect(await water.getByRole('link', { name: /^Report 10[34]$/ }).count()).toBe(2);
    await visit.picture('batch-dry-run');
    const confirm = dialog.getByRole('button', { name: 'Assign 100 jobs' });
    await waitForFocus(confirm.or(water.locator('summary')));
    await confirm.click();
    await gone(dialog);
    await gone(bar);

    const card = progress(page).filter({ hasText: 'Match 104 jobs' });
    await card.getByText('100 of 104 done', { exact: true }).waitFor();
    await card.getByText('4 failed', { exact: true }).waitFor();
    await card.getByRole('link', { name: 'Match 104 jobs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Match 104 jobs' }).waitFor();
    await gone(card);
    const items = page.getByRole('region', { name: 'Jobs' });
    await items.getByRole('button', { name: 'Failed 4' }).click();
    await page.waitForURL(/outcome=FAILED$/);
    await expect.poll(() => items.getByRole('row').count()).toBe(5);
    await items
      .getByRole('row', { name: /Report 10[34].*walk on water/ })
      .first()
      .waitFor();
    await page.keyboard.press('j');
    await waitForFocus(items.getByRole('link').first());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Report \d+$/ }).waitFor();
    await page.goBack();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Batches' }).waitFor({ state: 'attached' });
    await page.getByRole('row', { name: /Match 104 jobs.*With failures.*100 of 104/ }).waitFor();
    expect(await stillTheSamePage()).toBe(true);
  });

  test('is not begun when the jobs have changed since the look; the new look says what is other', async ({
    api,
    open,
  }) => {
    const { agent } = await api.registerAgent({ ...idle, name: 'clerk', capacity: 10 });
    const jobs = await createMany(api, 3, (number) => ({ title: `File ${number}` }));
    const visit = await open({ path: '/jobs?q=file' });
    const { page } = visit;
    await selectAllLoaded(page);
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog', { name: 'Assign 3 jobs' });
    const who = dialog.getByRole('combobox', { name: 'Filter the agents' });
    await waitForFocus(who);
    await who.fill('clerk');
    await dialog.getByRole('option', { name: /^clerk/ }).waitFor();
    await gone(dialog.getByRole('option', { name: /^reporter/ }));
    await page.keyboard.press('Enter');
    await dialog.getByText('3 can be assigned').waitFor();
    await api.assign({ jobId: jobs[0]?.id ?? '', agentId: agent.id });
    const confirm = dialog.getByRole('button', { name: 'Assign 3 jobs' });
    await waitForFocus(confirm);
    await page.keyboard.press('Enter');
    const changed = dialog.getByRole('alert');
    await changed.getByText('2 can be assigned, 3 before.').waitFor();
    await dialog.getByText('clerk has it already').waitFor();
    await visit.picture('batch-changed');
    expect(await seriousViolations(page)).toEqual([]);
    expect((await api.job(jobs[1]?.id ?? '')).status).toBe('PENDING');

    await dialog.getByRole('button', { name: 'Assign 2 jobs' }).click();
    await gone(dialog);
    for (const { id } of jobs) await jobIn(api, 'ASSIGNED', id);
    await jobRow(page, 'File 3').getByText('Assigned').waitFor();
  });

  test('that takes jobs back has the focus on the safe button, and is not begun by accident', async ({
    api,
    open,
    startAgent,
  }) => {
    // One that is called and takes its time holds what it has; a silent one that pulls would lose it.
    const holder = await startAgent({ name: 'holder', description: 'Holds.', capacity: 10 });
    const jobs = await createMany(api, 3, (number) => ({ title: `Hold ${number}` }));
    for (const { id } of jobs) await api.assign({ jobId: id, agentId: holder.id });
    const visit = await open({ path: '/jobs?q=hold&status=ASSIGNED' });
    const { page } = visit;
    await selectAllLoaded(page);
    const bar = selectionBar(page);
    await bar.getByText('3 selected').waitFor();
    expect(await bar.getByRole('button').allTextContents()).toEqual(['Cancel assignments…', '']);
    const start = bar.getByRole('button', { name: 'Cancel assignments…' });
    await start.click();
    const dialog = page.getByRole('dialog', { name: 'Cancel the assignments of 3 jobs' });
    await dialog.getByText('3 can be taken back').waitFor();
    await waitForFocus(dialog.getByRole('button', { name: 'Keep them running' }));
    await page.keyboard.press('Enter');
    await gone(dialog);
    await waitForFocus(start);

    await start.click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Wrong files');
    await dialog.getByRole('button', { name: 'Cancel 3 assignments' }).click();
    await gone(dialog);
    await page.getByRole('heading', { name: 'No job matches' }).waitFor();
    const card = progress(page).filter({ hasText: 'Cancel 3 assignments' });
    await card.getByRole('link').click();
    await page.getByText('Reason given: Wrong files').waitFor();
    expect((await api.logs(jobs[0]?.id ?? '')).at(-1)?.message).toContain('Wrong files');
  });

  test('of which some failed is begun again for those', async ({ api, open }) => {
    const { agent } = await api.registerAgent({ ...idle, name: 'small-clerk', capacity: 2 });
    await createMany(api, 5, (number) => ({ title: `Letter ${number}` }));
    const visit = await open({ path: '/jobs?q=letter' });
    const { page } = visit;
    await selectAllLoaded(page);
    await selectionBar(page).getByRole('button', { name: 'Assign…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign 5 jobs' });
    await dialog.getByRole('option', { name: /^small-clerk/ }).click();
    await dialog.getByText('2 can be assigned').waitFor();
    await dialog.getByText(/has all of its 2 places taken/).waitFor();
    await dialog.getByRole('button', { name: 'Assign 2 jobs' }).click();
    const card = progress(page).filter({ hasText: 'Assign 5 jobs to small-clerk' });
    await card.getByText('3 failed', { exact: true }).waitFor();
    await card.getByRole('link').click();
    await page
      .getByRole('row', { name: /Failed.*Letter.*2 places taken/ })
      .first()
      .waitFor();
    await visit.picture('batch-page');

    await api.updateAgent({ agentId: agent.id, capacity: 10 });
    await page.getByRole('button', { name: 'Retry the 3 that failed' }).click();
    await page.getByRole('heading', { level: 1, name: 'Assign 3 jobs to small-clerk' }).waitFor();
    await page.getByText('3 of 3 done').waitFor();
    expect(await page.getByRole('button', { name: /^Retry/ }).count()).toBe(0);
    expect(await pending(api, 'Letter')).toEqual([]);
  });

  test('goes on under a page that was loaded again, and under a server that was', {
    timeout: 180_000,
  }, async ({ api, stack, open }) => {
    await api.registerAgent({ ...idle, name: 'big-clerk', capacity: 500 });
    await createMany(api, 30, (number) => ({ title: `Note ${number}` }));
    // So that it neither begins nor ends before the page was seen and loaded again.
    await stack.stopServer();
    await stack.startServer('here', 'api');
    const visit = await open({ path: '/jobs?q=note' });
    visit.expectFaults(unplugged);
    const { page } = visit;
    await selectAllLoaded(page);
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog', { name: 'Assign 30 jobs' });
    await dialog.getByRole('option', { name: /^big-clerk/ }).click();
    await dialog.getByRole('button', { name: 'Assign 30 jobs' }).click();
    const title = 'Assign 30 jobs to big-clerk';
    const card = progress(page).filter({ hasText: title });
    await card.getByText('0 of 30', { exact: true }).waitFor();

    await page.reload();
    await card.getByText('0 of 30', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Agents' }).click();
    await card.getByText('0 of 30', { exact: true }).waitFor();
    await connected(page);
    await visit.picture('batch-progress');
    const stillTheSamePage = await neverReloaded(page);

    await stack.stopServer();
    await stack.startServer();
    await card.getByText('30 of 30 done', { exact: true }).waitFor({ timeout: 60_000 });
    await card.getByRole('link').click();
    const items = page.getByRole('region', { name: 'Jobs' });
    await items.getByRole('row', { name: /Succeeded.*Note 30.*big-clerk/ }).waitFor();
    expect(await stillTheSamePage()).toBe(true);
  });

  test('is cancelled while it runs: what it has not come to stays as it was', {
    timeout: 180_000,
  }, async ({ stack, open }) => {
    await stack.stopServer();
    const api = await stack.startServer('here', 'api');
    await createMany(api, 4, (number) => ({ title: `Memo ${number}` }));
    const visit = await open({ path: '/jobs?q=memo', viewport: phone });
    visit.expectFaults(unplugged);
    const { page } = visit;
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    await jobRow(page, 'Memo').first().waitFor();
    await page.getByRole('button', { name: 'Select all loaded' }).click();
    await selectionBar(page).getByRole('button', { name: 'Assign…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign 4 jobs' });
    await dialog.getByRole('option', { name: /^big-clerk/ }).click();
    await dialog.getByRole('button', { name: 'Assign 4 jobs' }).click();
    const title = 'Assign 4 jobs to big-clerk';
    const card = progress(page).filter({ hasText: title });
    await card.getByText('0 of 4', { exact: true }).waitFor();
    expect(await sidewaysScroll(page)).toEqual([]);
    await visit.picture('batch-progress-phone');
    const cancel = card.getByRole('button', { name: `Cancel “${title}”` });
    await cancel.click();
    const question = page.getByRole('alertdialog', { name: `Cancel “${title}”?` });
    await question.getByText(/The 4 jobs that it has not come to stay as they are/).waitFor();
    await waitForFocus(question.getByRole('button', { name: 'Keep it running' }));
    await question.getByRole('button', { name: 'Cancel the rest' }).click();
    await gone(question);
    await card.getByText('4 left as they were', { exact: true }).waitFor();
    await card.getByRole('button', { name: `Dismiss “${title}”` }).click();
    await gone(card);
    await stack.stopServer();
    const again = await stack.startServer();
    expect(await pending(again, 'Memo')).toHaveLength(4);
  });
});

/** Once there are any. */
async function selectAllLoaded(page: Page): Promise<void> {
  await page.getByRole('table', { name: 'Jobs' }).getByRole('link').first().waitFor();
  await page.getByRole('checkbox', { name: 'Select all that are loaded' }).click();
  await selectionBar(page).waitFor();
}

function selectionBar(page: Page): Locator {
  return page.getByRole('region', { name: 'Selected jobs' });
}

/** The cards of what is going on, in the frame. */
function progress(page: Page): Locator {
  return page.getByRole('region', { name: 'Batches in progress' }).locator('> div');
}

/** The ids of the pending jobs with this in their titles. */
async function pending(
  api: Parameters<typeof createMany>[0],
  text: string,
): Promise<readonly string[]> {
  const { jobs } = await api.graphql<{ jobs: { edges: { node: { id: string } }[] } }>(
    `query ($text: String!) {
      jobs(first: 50, filter: { text: $text, status: [PENDING] }) { edges { node { id } } }
    }`,
    { text },
  );
  return jobs.edges.map(({ node }) => node.id);
}
