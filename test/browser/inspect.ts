import axe from "axe-core";
import type { Page } from "playwright-core";

interface AxeRule {
  readonly id: string;
  readonly help: string;
  readonly nodes: ReadonlyArray<{ readonly target: unknown }>;
}

interface AxeReport {
  readonly passes: readonly AxeRule[];
  readonly violations: readonly AxeRule[];
}

/**
 * What a page does to people: faults that axe finds in both colour schemes, and text that a narrow or enlarged window
 * cuts off (WCAG 1.4.10: 320 CSS pixels without scrolling to the side).
 */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  await page.emulateMedia({ colorScheme: "light" });
  const light = await runAxe(page, {});
  await page.emulateMedia({ colorScheme: "dark" });
  // Nothing else depends on the colours.
  const dark = await runAxe(page, { runOnly: ["color-contrast"] });
  return [...light, ...dark, ...(await widthFaults(page))];
}

async function runAxe(page: Page, options: object): Promise<string[]> {
  const { passes, violations } = await page.evaluate(async (given) => {
    const { axe } = globalThis as unknown as { axe: { run(given: object): Promise<AxeReport> } };
    return axe.run(given);
  }, options);
  // A run that looked at nothing would find nothing.
  if (passes.length === 0) return [`axe checked nothing with ${JSON.stringify(options)}`];
  return violations.map(
    ({ id, help, nodes }) =>
      `${id} ${JSON.stringify(options)}, ${help}: ${nodes.map(({ target }) => target).join(", ")}`,
  );
}

async function widthFaults(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (before !== null) await page.setViewportSize(before);
  return width > 320 ? [`${width} pixels wide in a window of 320`] : [];
}
