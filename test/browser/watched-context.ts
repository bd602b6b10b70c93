import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

export interface WatchedContext {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about: policy violations, errors of scripts, everything on its console. */
  readonly complaints: string[];
}

/** A browser profile whose every complaint is written down; statuses of 4xx are part of what is tested. */
export async function openWatched(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedContext> {
  const complaints: string[] = [];
  const context = await browser.newContext({
    reducedMotion: "reduce",
    locale: "en-GB",
    ...options,
  });
  await context.exposeBinding("reportViolation", (_, violation: string) => {
    complaints.push(violation);
  });
  await context.addInitScript(() => {
    const { reportViolation } = globalThis as unknown as { reportViolation(text: string): void };
    document.addEventListener("securitypolicyviolation", (event) => {
      reportViolation(`${event.violatedDirective} ${event.blockedURI} on ${event.documentURI}`);
    });
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.on("console", (message) => {
    if (/the server responded with a status of 4\d\d/.test(message.text())) return;
    complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => {
    complaints.push(`${request.url()} ${request.failure()?.errorText}`);
  });
  return { context, page, complaints };
}
