import type { Locator, Page } from 'playwright-core';

/** The line of a job in the list. */
export function jobRow(page: Page, title: string): Locator {
  return page.getByRole('table', { name: 'Jobs' }).getByRole('row').filter({ hasText: title });
}

/** The open job, beside the list or as a page. */
export function openJob(page: Page, title: string): Locator {
  return page.getByRole('region', { name: `Job ${title}`, exact: true });
}

/** Waits until the open job's header shows this status. */
export async function waitForStatus(job: Locator, label: string): Promise<void> {
  await job
    .getByRole('heading')
    .first()
    .locator('xpath=..')
    .getByText(label, { exact: true })
    .waitFor();
}

/** Waits until what a test is about has gone. */
export function gone(what: Locator): Promise<void> {
  return what.waitFor({ state: 'hidden' });
}

/** Waits until the element has the focus. */
export async function waitForFocus(element: Locator): Promise<void> {
  await element.and(element.page().locator(':focus')).waitFor();
}

/** Whether the view, or a dialog over it, is wider than its place: how far, for each that is. */
export function sidewaysScroll(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const places = [document.documentElement, ...document.querySelectorAll('main, [role=dialog]')];
    return places.flatMap((place) =>
      place.scrollWidth > place.clientWidth
        ? [`${place.tagName} is ${place.scrollWidth} wide in ${place.clientWidth}`]
        : [],
    );
  });
}

/** Marks the page, so that a test can tell that it was never loaded again. */
export async function neverReloaded(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => document.body.setAttribute('data-e2e-mark', ''));
  return () => page.evaluate(() => document.body.hasAttribute('data-e2e-mark'));
}

/** Waits until the page hears of changes as they happen. */
export async function connected(page: Page): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor();
}
