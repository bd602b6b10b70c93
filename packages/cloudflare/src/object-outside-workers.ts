import { ConfigurationError } from "@second-factor/core";

/**
 * Stands where the class can't be had: outside workerd nothing gives `cloudflare:workers`. So an app's unit tests on
 * Node import the stores and the Worker itself, and only who makes an object is told.
 */
export class SecondFactorObject {
  /** @throws ConfigurationError `object_outside_workers` always */
  constructor() {
    throw new ConfigurationError(
      "object_outside_workers",
      "SecondFactorObject was made outside of Cloudflare Workers.",
      'Run it in workerd (wrangler, miniflare, @cloudflare/vitest-plugin); if that is where this is, bundle the Worker with the condition "workerd", as wrangler does.',
    );
  }
}
