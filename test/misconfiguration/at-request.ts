import type { ConfigurationCode } from "@second-factor/core";
import type { Testbed, TestbedOptions, VariantName } from "../testbed/index.js";

/** A mistake that only a request can show. */
export interface RequestMistake {
  readonly what: string;
  readonly code: ConfigurationCode;
  readonly options: TestbedOptions;
  /** Where the frameworks' sessions fail differently. */
  readonly codeOn?: Partial<Record<VariantName, ConfigurationCode>>;
  /** The request that shows it. */
  show(bed: Testbed): Promise<{ readonly status: number; readonly text: string }>;
}

const basic = { authorization: `Basic ${Buffer.from("alice:alice-password").toString("base64")}` };

export const requestMistakes: readonly RequestMistake[] = [
  {
    what: "no session middleware before the routes",
    code: "session_missing",
    options: { sessions: "none" },
    show: (bed) => bed.client().request("GET", "/2fa/", { headers: basic }),
  },
  {
    what: "no session middleware before the guard",
    code: "session_missing",
    options: { sessions: "none" },
    show: (bed) => bed.client().request("GET", "/account", { headers: basic }),
  },
  {
    what: "a session that the client holds, and nothing to revoke it by",
    code: "session_cannot_revoke",
    // Express has no such session of its own; what looks like one can't be given a new id either.
    codeOn: { express4: "session_cannot_rotate", express5: "session_cannot_rotate" },
    options: { sessions: "client-unbound" },
    async show(bed) {
      const alice = bed.client();
      await alice.login("alice");
      return alice.request("GET", "/account");
    },
  },
  {
    what: "routes mounted elsewhere than basePath says",
    code: "base_path_mismatch",
    options: { mountAt: "/auth" },
    async show(bed) {
      const alice = bed.client();
      await alice.login("alice");
      return alice.request("GET", "/auth/");
    },
  },
  {
    what: "a token whose id the subject does not tell",
    code: "binding_missing",
    options: {},
    show: (bed) =>
      bed.client().request("POST", "/2fa/verify", {
        json: { otp: "123456" },
        headers: { authorization: `Bearer alice..${bed.clock.now()}` },
      }),
  },
  {
    what: "guard() above the middleware that tells who is signed in",
    code: "guard_above_sign_in",
    options: { guardOrder: "above-sign-in" },
    async show(bed) {
      const alice = bed.client();
      // The login itself would show it too; this one signs in without any route.
      return alice.request("GET", "/account", { headers: basic });
    },
  },
];
