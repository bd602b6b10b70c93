import type { Again, Page, PageRenderer } from "@second-factor/core/http";

/** Pages with nothing on them but what the contract looks for. */
export const contractPages: PageRenderer = {
  stylesheet: "body{}",
  script: "void 0;",
  render(page) {
    const { formToken, error } = page.frame;
    const data = { error: error?.code ?? "", token: formToken, ...interruptedOf(page) };
    const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${value}"`);
    return `<!doctype html><title>${page.page}</title><p${attributes.join("")}>`;
  },
};

function interruptedOf(page: Page): Record<string, string> {
  if (page.page === "challenge" && page.resume !== undefined) {
    return { ticket: page.resume.ticket, confirms: page.resume.confirms ?? "" };
  }
  return page.page === "continue" ? { again: encodeURIComponent(JSON.stringify(page.again)) } : {};
}

const dataOf = (html: string, name: string): string =>
  new RegExp(`data-${name}="([^"]*)"`).exec(html)?.[1] ?? "";

/** The form token as the page of a session shows it. */
export const formTokenOf = (html: string): string => dataOf(html, "token");

/** What waits for the code on a challenge page. */
export const ticketOf = (html: string): string => dataOf(html, "ticket");

/** What the page after the code sends on. */
export const againOf = (html: string): Again =>
  JSON.parse(decodeURIComponent(dataOf(html, "again"))) as Again;
