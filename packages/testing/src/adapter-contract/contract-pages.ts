import type { PageRenderer } from "@second-factor/core/http";

/** Pages with nothing on them but what the contract looks for. */
export const contractPages: PageRenderer = {
  stylesheet: "body{}",
  script: "void 0;",
  render({ page, frame }) {
    const error = frame.error?.code ?? "";
    return `<!doctype html><title>${page}</title><p data-error="${error}" data-token="${frame.formToken}">`;
  },
};

/** The form token as the page of a session shows it. */
export const formTokenOf = (html: string): string => /data-token="([^"]*)"/.exec(html)?.[1] ?? "";
