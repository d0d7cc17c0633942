import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds serious or critical on the page as it is, each with its places. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  // A colour that is on its way to another is neither.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map(({ finished }) => finished),
    ),
  );
  const { violations } = await new AxeBuilder({ page })
    // In the page itself: without frames to join there is no need for another one.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => {
      const where = nodes.map((node) => `  ${node.html.slice(0, 300)}\n    ${node.failureSummary}`);
      return `${id}: ${help}\n${where.join('\n')}`;
    });
}
