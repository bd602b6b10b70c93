import type { SessionPort } from "@second-factor/core/http";

/** A session for tests that never open one. */
export const noSession: SessionPort<unknown> = {
  name: "none",
  heldBy: "server",
  open: () => ({ read: () => undefined, write: () => undefined, rotate: () => undefined }),
};
