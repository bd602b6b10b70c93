import type { Policy } from "@second-factor/core";
import { htmlPages } from "@second-factor/pages";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type Client,
  type Testbed,
  type TestbedOptions,
  type VariantName,
  variants,
} from "../testbed/index.js";
import type { Loot } from "./hostile-request.js";
import { storm } from "./storm.js";

/** HOSTILE_SEED repeats a run, HOSTILE_INPUTS makes it longer: so many inputs for each framework. */
const seed = Number(process.env.HOSTILE_SEED ?? 1);
const inputs = Number(process.env.HOSTILE_INPUTS ?? 20_000);

const setups: ReadonlyArray<TestbedOptions & { readonly name: string }> = [
  { name: "server sessions, no body parser" },
  { name: "server sessions, body parser before the mount", parser: true },
  { name: "the slot in a sealed cookie", sessions: "sealed-cookie" },
  { name: "everything in cookies", sessions: "client", parser: true },
];

const reached = [
  "200",
  "201",
  "303",
  "401 invalid_otp",
  "401 invalid_recovery_code",
  "401 sign_in_required",
  "400 otp_malformed",
  "400 otp_wrong_length",
  "400 wrong_type",
  "403 second_factor_required",
  "403 cross_origin_refused",
  "404 enrollment_not_found",
  "404 route_not_found",
  "405 method_not_allowed",
  "409 not_enrolled",
  "429 too_many_attempts",
];

const accepting = new Set([
  "verification.accepted",
  "recovery_codes.redeemed",
  "enrollment.confirmed",
  "authenticator.imported",
]);

/** alice has a second factor and her password is known; bob has none; mallory has one and is verified. */
async function prepare(bed: Testbed): Promise<{ loot: Loot; alice: Client; code: () => string }> {
  const owner = await bed.client().enroll("alice");
  const [alice, bob, mallory] = [bed.client(), bed.client(), bed.client()];
  await alice.login("alice");
  await bob.login("bob");
  const own = await mallory.enroll("mallory");
  const begin = async (client: Client) =>
    (await client.request("POST", "/2fa/totp/enrollments", { json: {} })).json<{
      enrollmentId: string;
    }>();
  const pending = [(await begin(bob)).enrollmentId, (await begin(mallory)).enrollmentId];
  const [known, other, attacker] = [alice, bob, mallory].map((client) => client.cookies.header());
  return {
    alice,
    code: () => owner.authenticator.code(),
    loot: {
      sessions: [undefined, known, known, known, known, other, other, attacker],
      ids: [owner.authenticatorId, own.authenticatorId, ...pending],
    },
  };
}

export function defineStorm(names: readonly VariantName[]): void {
  const chosen = variants.filter(({ name }) => names.includes(name));
  describe.each(chosen)(`hostile inputs (seed ${seed}) to $name`, ({ start }) => {
    const stray: unknown[] = [];
    const keep = (error: unknown) => void stray.push(error);
    beforeEach(() => {
      // @hono/session says on the console what it thinks of each broken cookie.
      vi.spyOn(console, "error").mockReturnValue();
      process.on("unhandledRejection", keep);
      process.on("uncaughtException", keep);
    });
    afterEach(() => {
      process.off("unhandledRejection", keep);
      process.off("uncaughtException", keep);
    });

    it.each(setups)(
      "$name: no 5xx, nothing accepted, nothing unhandled",
      async (setup) => {
        // mallory must keep what she has: without it she would soon be nobody to fear.
        const policy: Policy = ({ id }) => (id === "mallory" ? "required" : "optional");
        const engine = { pages: htmlPages(), signInPath: "/sign-in", policy };
        const bed = await start({ ...setup, engine, production: true });
        try {
          const { loot, alice, code } = await prepare(bed);
          const before = structuredClone(await bed.record("alice"));
          const prototype = Object.getOwnPropertyNames(Object.prototype);
          const seen = bed.events.length;

          const {
            inputs: sent,
            outcomes,
            bad,
          } = await storm(bed, loot, seed, inputs / setups.length);
          const told = [...outcomes].map(([outcome, times]) => `${outcome} ×${times}`).sort();
          console.info(
            `${sent} inputs (seed ${seed}), ${bed.name}, ${setup.name}: ${told.join(", ")}`,
          );

          expect(bad).toEqual([]);
          expect(stray).toEqual([]);
          expect(sent).toBeGreaterThanOrEqual(inputs / setups.length);
          // Something of everything was reached, or the storm blew somewhere else.
          if (inputs >= 20_000)
            expect([...outcomes.keys()]).toEqual(expect.arrayContaining(reached));

          const after = await bed.record("alice");
          expect({ ...after, failures: null }).toEqual({ ...before, failures: null });
          expect((await bed.record("bob")).authenticators).toEqual([]);
          expect(bed.events.slice(seen).filter(({ type }) => accepting.has(type))).toEqual([]);
          const marked = bed.shelf.all().filter(({ user, secondFactor }) => {
            return user === "alice" && (secondFactor as { mark?: unknown } | undefined)?.mark;
          });
          // Her own, from before.
          expect(marked.length).toBeLessThanOrEqual(1);
          expect(bed.bank.transfers.filter(({ from }) => from === "alice")).toEqual([]);
          expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);

          expect((await alice.request("GET", "/account")).code).toBe("second_factor_required");
          bed.clock.advance({ seconds: 901 });
          await alice.login("alice");
          expect((await alice.verify(code())).status).toBe(200);
          expect((await alice.request("GET", "/account")).status).toBe(200);
        } finally {
          await bed.close();
        }
      },
      240_000,
    );
  });
}
