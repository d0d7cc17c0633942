import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type { Api, Job } from './kit/api.ts';
import { seriousViolations } from './kit/axe.ts';
import { phone, wide } from './kit/browser.ts';
import { jobIn } from './kit/changes.ts';
import { gone, neverReloaded, openJob, sidewaysScroll, waitForFocus } from './kit/console.ts';
import { testWithBrowser } from './kit/test.ts';

const test = testWithBrowser({ samples: false });

/** Agents of one test: a skill of their own keeps them apart from those that other tests left behind. */
function readersOf(desk: string) {
  const reader = (name: string, description: string) => ({
    name: `${desk}-${name}`,
    description,
    skills: [{ name: `read ${desk} scans` }],
    capacity: 20,
  });
  return {
    invoices: reader('invoices', 'Reads scanned invoices: supplier, date, amounts, taxes.'),
    receipts: reader('receipts', 'Reads scanned receipts: shop, date, amounts, taxes.'),
    tickets: reader('tickets', 'Reads scanned tickets of trains and trams.'),
  };
}

/** A new version of the policy; what is left out stays. */
async function setPolicy(api: Api, policy: object): Promise<number> {
  const { updateMatchingPolicy: answer } = await api.graphql<{
    updateMatchingPolicy: { policy: { version: number } };
  }>(
    `mutation ($policy: MatchingPolicyInput!) {
      updateMatchingPolicy(input: { policy: $policy }) {
        ... on UpdateMatchingPolicySuccess { policy { version } }
      }
    }`,
    { policy },
  );
  return answer.policy.version;
}

/** Nothing is sure enough then: whatever is matched, a person decides. */
const askAlways = { assignAbove: 1, refuseBelow: 0 };
const daring = { assignAbove: 0, refuseBelow: 0 };

const scanFor = (desk: string, title: string, more: object = {}) => ({
  title,
  description: 'Read the amounts and taxes of this scan.',
  requiredSkills: [`read ${desk} scans`],
  autoAssign: true,
  inputs: { pages: 1 },
  ...more,
});

/** A job that the matcher was asked about and left to a person. */
async function undecided(api: Api, job: ReturnType<typeof scanFor>): Promise<Job> {
  const created = await api.createJob({ ...job, autoAssign: false });
  await expect(api.autoAssign(created.id)).rejects.toMatchObject({ code: 'NEEDS_DECISION' });
  return created;
}

const row = (page: Page, title: string): Locator =>
  page
    .getByRole('region', { name: 'Decisions' })
    .getByRole('listitem')
    .filter({
      has: page.getByRole('link', { name: title, exact: true }),
    });

const candidate = (of: Locator, name: string): Locator =>
  of.getByRole('button', { name: `Assign to ${name}` });

describe('why this agent', () => {
  test('is a table of the candidates, with each part of the score and the verdict in words', async ({
    api,
    open,
    startAgent,
  }) => {
    const readers = readersOf('north');
    await setPolicy(api, daring);
    const invoices = await startAgent(readers.invoices);
    await startAgent({ ...readers.tickets, skills: [] });
    const job = await api.createJob(scanFor('north', 'Read the scanned invoices of March'));
    (await invoices.nextDelivery()).answer({ outcome: 'COMPLETED', output: { total: 4 } });
    await jobIn(api, 'COMPLETED', job.id);

    const visit = await open({ path: `/jobs/${job.id}` });
    const { page } = visit;
    const why = openJob(page, job.title).getByRole('region', { name: 'Why this agent?' });
    await why.getByRole('row', { name: /north-invoices.*Got the job/ }).waitFor();
    await why.getByRole('columnheader', { name: /^Fit \d+ %$/ }).waitFor();
    await why.getByRole('row', { name: /north-tickets.*has no skill read north scans/i }).waitFor();
    await why.getByText(/^About \d+ % sure: /).waitFor();
    await why.getByText('Chosen by score').waitFor();
    await visit.picture('why-table');
    await page.setViewportSize(phone);
    await why.evaluate((element) => element.scrollIntoView());
    expect(await sidewaysScroll(page)).toEqual([]);
    await visit.picture('why-table-phone');
    await page.setViewportSize(wide);

    await why.getByRole('link', { name: /^version \d+$/ }).click();
    await page.waitForURL(/\/matching\?version=\d+$/);
    await page.getByRole('region', { name: 'Versions' }).getByText('current').waitFor();
  });
});

describe('jobs that need a decision', () => {
  test('are decided with one key each, and taken back with another', async ({
    api,
    open,
    startAgent,
  }) => {
    const readers = readersOf('south');
    await startAgent(readers.invoices);
    await startAgent(readers.receipts);
    await startAgent(readers.tickets);
    await setPolicy(api, askAlways);
    const first = await undecided(
      api,
      scanFor('south', 'Scan of the north branch', { priority: 90 }),
    );
    const second = await undecided(
      api,
      scanFor('south', 'Scan of the south branch', { priority: 80 }),
    );

    const visit = await open({ path: '/jobs' });
    const { page } = visit;
    const stillTheSamePage = await neverReloaded(page);
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Needs you 2/ })
      .click();
    await page.waitForURL(/\/needs-you\/decisions$/);
    await row(page, first.title)
      .getByRole('button', { name: /^Assign to/ })
      .first()
      .waitFor();
    expect(
      await row(page, first.title)
        .getByRole('button', { name: /^Assign to/ })
        .count(),
    ).toBe(3);
    await visit.picture('decisions');
    expect(await seriousViolations(page)).toEqual([]);

    // A job that comes while one decides takes its place below.
    const third = await undecided(
      api,
      scanFor('south', 'Scan of the harbour office', { priority: 100 }),
    );
    await row(page, third.title).waitFor();
    const titles = page
      .getByRole('region', { name: 'Needs a decision' })
      .locator('[data-row-link]');
    expect(await titles.allTextContents()).toEqual([first.title, second.title, third.title]);

    await page.keyboard.press('1');
    await row(page, first.title).getByText('Given to').waitFor();
    const { agent } = await jobIn(api, 'ASSIGNED', first.id);
    await row(page, first.title)
      .getByText(agent?.name ?? 'nobody')
      .waitFor();
    await waitForFocus(row(page, second.title).getByRole('link', { name: second.title }));
    await page.keyboard.press('j');
    await waitForFocus(row(page, third.title).getByRole('link', { name: third.title }));
    await page.keyboard.press('k');
    await page.keyboard.press('2');
    await row(page, second.title).getByText('Given to').waitFor();
    await jobIn(api, 'ASSIGNED', second.id);
    await visit.picture('decisions-given');

    await row(page, second.title).getByRole('button', { name: 'Undo' }).click();
    await candidate(row(page, second.title), 'south-receipts').waitFor();
    await jobIn(api, 'PENDING', second.id);
    await candidate(row(page, second.title), 'south-tickets').click();
    await row(page, second.title).getByText('south-tickets').waitFor();
    const taken = await jobIn(api, 'ASSIGNED', second.id);
    expect(taken.agent?.name).toBe('south-tickets');

    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog', { name: `Assign “${third.title}”` });
    await dialog.getByRole('listbox', { name: 'Agents' }).waitFor();
    await page.keyboard.press('Escape');
    await gone(dialog);

    await page.getByRole('button', { name: 'Hide 2 decided jobs' }).click();
    await gone(row(page, first.title));
    expect(await stillTheSamePage()).toBe(true);
  });

  test('have the same three on their own page, and say there why they wait', async ({
    api,
    open,
    startAgent,
  }) => {
    const readers = readersOf('west');
    await startAgent(readers.invoices);
    await startAgent(readers.receipts);
    await setPolicy(api, askAlways);
    const job = await undecided(api, scanFor('west', 'Scan of the west branch'));
    const visit = await open({ path: `/jobs/${job.id}` });
    const { page } = visit;
    const why = openJob(page, job.title).getByRole('region', { name: 'Why is it waiting?' });
    await why
      .getByRole('button', { name: /^Assign to/ })
      .first()
      .waitFor();
    await openJob(page, job.title).getByRole('region', { name: 'Why nobody?' }).waitFor();
    await visit.picture('waiting-needs-decision');
    await page.keyboard.press('1');
    await gone(why);
    await jobIn(api, 'ASSIGNED', job.id);
  });

  test('for which nobody is found say who is nearest and what is missing', async ({
    api,
    open,
    startAgent,
  }) => {
    const readers = readersOf('harbour');
    await startAgent(readers.tickets);
    const job = await api.createJob(
      scanFor('harbour', 'Translate the harbour rules', {
        requiredSkills: ['read harbour scans', 'translate'],
      }),
    );
    const visit = await open({ path: '/needs-you/decisions' });
    const { page } = visit;
    const nobody = page.getByRole('region', { name: 'Nobody can take these' });
    const line = nobody.getByRole('listitem').filter({ hasText: job.title });
    await line.getByText(/Nearest: .*has no skill translate/).waitFor();
    await line.getByRole('link', { name: /^Edit / }).waitFor();
    await page.setViewportSize(phone);
    expect(await sidewaysScroll(page)).toEqual([]);
    await visit.picture('decisions-phone');
    await line.getByRole('link', { name: job.title }).click();
    await page.waitForURL(new RegExp(`/needs-you/decisions\\?job=${job.id}`));
    await openJob(page, job.title).waitFor();
    await page.goBack();
    await line.waitFor();
  });
});

describe('the policy', () => {
  test('is tried out on past decisions, saved as a version, and restored', async ({
    api,
    open,
    startAgent,
  }) => {
    const readers = readersOf('policy');
    await startAgent(readers.invoices);
    await startAgent(readers.receipts);
    const before = await setPolicy(api, daring);
    const job = await api.createJob(scanFor('policy', 'Amounts of the invoices of April'));
    await jobIn(api, 'ASSIGNED', job.id);

    const visit = await open({ path: '/matching' });
    const { page } = visit;
    const whatIf = page.getByRole('region', { name: 'What if' });
    const save = page.getByRole('button', { name: 'Save as a new version' });
    const assignFrom = page.getByRole('textbox', { name: 'Assign from' });
    await assignFrom.waitFor();
    expect(await save.isDisabled()).toBe(true);
    await whatIf.getByText(/^Move a weight or a threshold/).waitFor();

    await assignFrom.fill('100');
    await whatIf
      .getByRole('status')
      .filter({ hasText: /would change: \d+ to a person/ })
      .waitFor();
    await whatIf.getByRole('link', { name: job.title }).first().waitFor();
    await whatIf.getByText('a person decides').first().waitFor();
    await visit.picture('policy-what-if');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Note' }).fill('Ask a person for now');
    await save.click();
    await page.getByText(`Version ${before + 1} decides from now on.`).waitFor();
    const versions = page.getByRole('region', { name: 'Versions' });
    await versions.getByText('“Ask a person for now”').waitFor();
    await gone(whatIf.getByRole('status'));

    // Somebody else is faster.
    await assignFrom.fill('40');
    const theirs = await setPolicy(api, { refuseBelow: 0.02 });
    await save.click();
    const overtaken = page.getByRole('alert').filter({
      hasText: `Version ${theirs} was saved meanwhile`,
    });
    await overtaken.waitFor();
    await visit.picture('policy-conflict');
    await overtaken.getByRole('button', { name: 'Keep mine, to save over it' }).click();
    await save.click();
    await page.getByText(`Version ${theirs + 1} decides from now on.`).waitFor();

    await versions
      .getByRole('listitem')
      .filter({ hasText: `Version ${before + 1}` })
      .getByRole('button', { name: 'Restore' })
      .click();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('input')].some(({ value }) => value.startsWith('100')),
    );
    expect(await assignFrom.inputValue()).toBe('100 %');
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await assignFrom.inputValue()).toBe('40 %');
    await page.setViewportSize(phone);
    expect(await sidewaysScroll(page)).toEqual([]);
    await visit.picture('policy-phone');
  });
});

describe('what was learned from a job', () => {
  test('is said on its page and undone after a question', async ({ api, open, startAgent }) => {
    const readers = readersOf('undo');
    await setPolicy(api, daring);
    const invoices = await startAgent(readers.invoices);
    const job = await api.createJob(scanFor('undo', 'Taxes in the invoices of May'));
    (await invoices.nextDelivery()).answer({ outcome: 'COMPLETED', output: {} });
    await jobIn(api, 'COMPLETED', job.id);

    const visit = await open({ path: `/jobs/${job.id}` });
    const { page } = visit;
    const learned = openJob(page, job.title).getByRole('region', { name: 'What was learned' });
    const completed = learned.getByRole('listitem').filter({ hasText: 'completed it' });
    await completed.getByText('such jobs count for it').waitFor();
    await completed.getByRole('button', { name: 'Undo…' }).click();
    const question = page.getByRole('alertdialog', { name: 'Undo what was learned?' });
    await question.getByText(/The matcher forgets that undo-invoices was right/).waitFor();
    await waitForFocus(question.getByRole('button', { name: 'Keep it' }));
    await visit.picture('undo-learning');
    await question.getByRole('button', { name: 'Undo it' }).click();
    await gone(question);
    await completed.getByText(/undone by/).waitFor();
    await gone(completed.getByRole('button', { name: 'Undo…' }));
  });
});

describe('how the matcher does', () => {
  test('is drawn by agent, day and version, each beside a table; and what it has learned', async ({
    api,
    open,
    startAgent,
  }) => {
    const readers = readersOf('quality');
    await setPolicy(api, daring);
    const invoices = await startAgent(readers.invoices);
    const job = await api.createJob(scanFor('quality', 'Suppliers of the invoices of June'));
    (await invoices.nextDelivery()).answer({ outcome: 'COMPLETED', output: {} });
    await jobIn(api, 'COMPLETED', job.id);

    const visit = await open({ path: '/matching/quality' });
    const { page } = visit;
    const figures = page.getByRole('region', { name: 'The figures' });
    await figures
      .getByRole('row', { name: /quality-invoices/ })
      .first()
      .waitFor();
    await page
      .getByRole('img', { name: /quality-invoices: \d+ decision/ })
      .first()
      .focus();
    await page.getByRole('tooltip').waitFor();
    await visit.picture('quality');
    expect(await seriousViolations(page)).toEqual([]);

    await page.getByRole('combobox', { name: 'Grouped by' }).selectOption('By day');
    await page.waitForURL(/\?by=day$/);
    await figures.getByRole('columnheader', { name: 'Day' }).waitFor();
    await page.getByText('24 hours').click();
    await page.waitForURL(/\?range=24h&by=day$/);
    await page.reload();
    await figures.getByRole('columnheader', { name: 'Day' }).waitFor();
    await page
      .getByRole('img', { name: /decisions?, .*completed at the first attempt/ })
      .first()
      .waitFor();
    await visit.picture('quality-by-day');

    await page.getByRole('link', { name: 'Learning' }).click();
    await page.waitForURL(/\/matching\/learning$/);
    await page.getByRole('button', { name: 'Rebuild now' }).click();
    await page.getByText(/^from \d+ examples?, took/).waitFor();
    await page.getByRole('button', { name: 'Rebuild now' }).waitFor();
    await visit.picture('learning');
    expect(await seriousViolations(page)).toEqual([]);
  });
});

describe('tags', () => {
  test('are given in the forms of agent and job, and shown where each is described', async ({
    api,
    open,
    startAgent,
  }) => {
    const readers = readersOf('tags');
    const invoices = await startAgent(readers.invoices);
    await setPolicy(api, daring);
    const { page } = await open({ path: `/agents/${invoices.id}/edit` });
    const edit = page.getByRole('dialog', { name: 'Edit tags-invoices' });
    const fill = async (dialog: Locator, name: string, text: string) => {
      await dialog.getByLabel(name, { exact: true }).and(dialog.locator('input')).fill(text);
      await page.keyboard.press('Enter');
    };
    await fill(edit, 'Tags', 'eu');
    await fill(edit, 'Refuses in its jobs', 'draft');
    await edit.getByRole('textbox', { name: 'Cost per job' }).fill('0,25');
    await edit.getByRole('button', { name: 'Save' }).click();
    await gone(edit);
    const agent = page.getByRole('article', { name: 'tags-invoices' });
    await agent.getByText('refuses draft').waitFor();
    await agent.getByText('0.25').waitFor();

    await page.goto(new URL('/jobs?new=job', page.url()).href);
    const form = page.getByRole('dialog', { name: 'New job' });
    await form.getByRole('textbox', { name: 'Title' }).fill('A draft of the invoices of July');
    await form.getByRole('button', { name: /^Tags/ }).click();
    await fill(form, 'Tags', 'draft');
    await fill(form, 'Demands of its agent', 'eu');
    await form.getByRole('button', { name: 'Create job' }).click();
    await gone(form);
    const job = openJob(page, 'A draft of the invoices of July');
    const details = job.getByRole('region', { name: 'Details' });
    await details.getByText('demands eu').waitFor();
    await job
      .getByRole('region', { name: 'Why is it waiting?' })
      .getByText(/has no tag eu, which the job demands/)
      .first()
      .waitFor();
  });
});
