import type { PageRenderer } from "@second-factor/core/http";

/** Pages as what they are made of: an attack reads the plain data that a person would see. */
export const plainPages: PageRenderer = {
  render: (page) => JSON.stringify(page),
  stylesheet: "",
  script: "",
};

/** What a browser's navigation says of itself. */
export const asBrowser = { accept: "text/html" } as const;
