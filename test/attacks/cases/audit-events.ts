import assert from "node:assert/strict";
import type { EventSink, SecurityEvent } from "@second-factor/core";
import { eventFaults } from "../../events/event-faults.js";
import type { Client, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { begun } from "../attacker/enrolling.js";
import { wrongOtp, wrongOtps, wrongRecoveryCode } from "../attacker/guesses.js";
import { mustAccept, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

const headers = { "user-agent": "Attack/1.0 (\u00e4)" };

const post = (client: Client, path: string, json: object) =>
  client.request("POST", `/2fa/${path}`, { json, headers });

/** All that an auditor asks of an event: what, who and when. */
function mustBeWhole({ clock }: Testbed, event: SecurityEvent, subjectId: string | null): void {
  const text = JSON.stringify(event);
  assert.deepEqual(eventFaults(event), [], text);
  assert.equal(event.at, new Date(clock.now()).toISOString(), text);
  assert.equal(event.namespace, "default");
  assert.match(event.correlationId, /^[\w-]{22}$/, text);
  assert.equal(event.subjectId, subjectId, text);
  if (event.type.startsWith("verification.")) assert.ok("factor" in event, text);
}

/** From where; and the events of one request have one correlation id, which no other request has. */
function mustBeOneRequest(told: readonly SecurityEvent[], before: readonly SecurityEvent[]): void {
  for (const { clientAddress, userAgent, type } of told) {
    assert.match(clientAddress ?? "", /127\.0\.0\.1$/, type);
    assert.match(userAgent ?? "", /^Attack\/1\.0 \(/, type);
  }
  const ids = new Set(told.map(({ correlationId }) => correlationId));
  assert.equal(ids.size, 1, "a request has one correlation id");
  assert.ok(!before.some(({ correlationId }) => ids.has(correlationId)), "and no other has it");
}

async function mustTellOfEverything(bed: Testbed): Promise<void> {
  async function told(
    types: readonly string[],
    act: () => Promise<unknown>,
    subject: string | null,
  ) {
    const before = bed.events.slice();
    await act();
    const events = bed.events.slice(before.length);
    assert.deepEqual(
      events.map(({ type }) => type),
      types,
    );
    for (const event of events) mustBeWhole(bed, event, subject);
    return [events, before] as const;
  }
  const byRequest = async (
    types: readonly string[],
    act: () => Promise<unknown>,
    subject: string | null = "alice",
  ) => mustBeOneRequest(...(await told(types, act, subject)));
  const byCall = (type: string, act: () => Promise<unknown>) => told([type], act, "alice");

  const browser = await signedIn(bed, "alice");
  const thief = await signedIn(bed, "alice");
  let given: { enrollmentId: string } | undefined;
  await byRequest(["enrollment.begun"], async () => {
    given = (await post(browser, "totp/enrollments", {})).json();
  });
  const path = `/2fa/totp/enrollments/${given?.enrollmentId}`;
  await byRequest(["enrollment.canceled"], () => browser.request("DELETE", path, { headers }));
  const { id, authenticator } = await begun(bed, browser);
  const confirm = (otp: string) => post(browser, `totp/enrollments/${id}/confirm`, { otp });
  await byRequest(["enrollment.refused"], () => confirm(wrongOtp(authenticator)));
  let recoveryCodes: readonly string[] = [];
  await byRequest(["enrollment.confirmed"], async () => {
    const reply = await confirm(authenticator.code());
    recoveryCodes = reply.json<{ recoveryCodes: readonly string[] }>().recoveryCodes;
  });
  bed.clock.advance({ seconds: 30 });

  await byRequest(["guard.refused"], () => thief.request("GET", "/account", { headers }));
  const verify = (client: Client, otp: string) => post(client, "verify", { otp });
  await byRequest(["verification.invalid"], () => verify(thief, wrongOtp(authenticator)));
  const otp = authenticator.code();
  await byRequest(["verification.accepted"], () => verify(thief, otp));
  await byRequest(["verification.replayed"], () => verify(browser, otp));
  const recover = (recoveryCode = "") => post(thief, "recovery-codes/redeem", { recoveryCode });
  await byRequest(["verification.invalid"], () => recover(wrongRecoveryCode()));
  await byRequest(["verification.accepted", "recovery_codes.redeemed"], () =>
    recover(recoveryCodes[0]),
  );
  const own = `/2fa/authenticators/${id}`;
  await byRequest(["authenticator.renamed"], () =>
    browser.request("PATCH", own, { json: { name: "phone" }, headers }),
  );
  await byRequest(["recovery_codes.replaced"], () => post(browser, "recovery-codes", {}));
  // Nobody is looked up for a request that another site sent.
  const elsewhere = { ...headers, "sec-fetch-site": "cross-site" };
  await byRequest(
    ["request.cross_origin"],
    () => browser.request("POST", "/2fa/verify", { json: { otp }, headers: elsewhere }),
    null,
  );
  await byRequest(["authenticator.removed"], () => browser.request("DELETE", own, { headers }));
  await byCall("subject.credentials_changed", () => bed.engine.credentialsChanged("alice"));
  await byCall("subject.contact_changed", () => bed.engine.contactChanged("alice"));
  await byCall("subject.signed_out_everywhere", () => bed.engine.signOutEverywhere("alice"));
  await byCall("subject.reset", () => bed.engine.reset("alice"));
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  await byCall("authenticator.imported", () =>
    bed.engine.importAuthenticator({ subjectId: "alice", secret, name: "phone" }),
  );
}

/** Guesses to the end of the budget, and past it. */
async function mustTellOfThrottling(bed: Testbed): Promise<void> {
  const { authenticator } = await enrolled(bed, "bob");
  const thief = await signedIn(bed, "bob");
  const seen = bed.events.length;
  for (const otp of wrongOtps(authenticator, 6)) await post(thief, "verify", { otp });
  const told = bed.events.slice(seen);
  assert.deepEqual(
    told.map(({ type }) => type),
    [
      ...new Array(5).fill("verification.invalid"),
      "verification.escalated",
      "verification.throttled",
    ],
  );
  for (const event of told) mustBeWhole(bed, event, "bob");
  assert.equal(told[4]?.correlationId, told[5]?.correlationId, "the fifth guess spent the budget");
}

const failingSinks: readonly EventSink[] = [
  () => {
    throw new Error("no disk");
  },
  () => Promise.reject(new Error("no collector")),
];

/** Everybody gets what they would have got, and no lost event is lost silently. */
async function mustOutliveTheSink(bed: Testbed, handedOver: () => number): Promise<void> {
  const { authenticator, recoveryCodes, browser } = await enrolled(bed, "alice");
  await mustBeInside(browser);
  const thief = await signedIn(bed, "alice");
  mustRefuse(await thief.verify(wrongOtp(authenticator)), 401, "invalid_otp");
  mustAccept(await thief.verify(authenticator.code()));
  mustAccept(await redeem(await signedIn(bed, "alice"), recoveryCodes[0] ?? ""));
  await bed.engine.reset("alice");
  assert.equal(handedOver(), 7, "of every one of seven events was told");
  assert.equal(bed.engine.droppedEvents, 7, "and every one that was lost is counted");
}

/** Who did what, for whoever has to find out afterwards. */
export const auditEventCases: readonly AttackCase[] = [
  {
    id: "LOG-06",
    title: "doing something that no event tells of, or while nobody takes events",
    gate: false,
    async attack(base) {
      await mustTellOfEverything(base);
      await mustTellOfThrottling(base);
      for (const sink of failingSinks) {
        let calls = 0;
        const events: EventSink = (event) => {
          calls += 1;
          return sink(event);
        };
        await withBed(base, { engine: { events } }, (bed) => mustOutliveTheSink(bed, () => calls));
      }
    },
  },
];
