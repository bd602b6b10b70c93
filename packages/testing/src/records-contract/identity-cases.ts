import { oddIds } from "../odd-ids.js";
import { must } from "../runner.js";
import {
  activation,
  browserRecord,
  type DefineCase,
  digests,
  enroll,
  epochAfter,
  now,
  pendingEnrollment,
  recoveryRecord,
  step,
} from "./records-case.js";

export function defineIdentityCases(it: DefineCase): void {
  it("knows nothing of a subject nobody has seen", async ({ records }) => {
    const { epoch, epochChangedAt, mustEnroll, authenticators, pending, ...rest } =
      await records.load("nobody");
    must(
      epoch === "" &&
        epochChangedAt === 0 &&
        mustEnroll === false &&
        authenticators.length === 0 &&
        pending === null &&
        rest.recoveryCodesRemaining === 0 &&
        rest.revokedMarks.length === 0 &&
        rest.failures.since === 0 &&
        rest.failures.count === 0 &&
        rest.failures.inARow === 0 &&
        rest.credentialsChangedAt === 0 &&
        rest.contactChangedAt === 0 &&
        rest.recovery === null &&
        rest.browsers.length === 0,
      "load of a subject nobody has seen must be emptySubjectRecord",
    );
  });

  it("keeps namespaces apart, in every method (STO-11, STO-18)", async ({ client }) => {
    const [one, two] = [client(0, "one"), client(1, "two")];
    await enroll(one, "ada", "phone", digests(3));
    await one.begin("ada", pendingEnrollment("tablet"));
    await one.openRecovery("ada", recoveryRecord("recovery"));
    await one.keepBrowser("ada", browserRecord("laptop"), 5);
    const { epoch } = await one.load("ada");
    const rotation = { from: "digest of laptop", to: "elsewhere" };
    const change = { from: epoch, to: "elsewhere", at: now };
    const reached = [
      await two.acceptStep("ada", "phone", { first: step + 1, last: step + 1 }, now),
      await two.cancel("ada", "tablet"),
      await two.activate("ada", "tablet", activation("tablet"), change),
      await two.rename("ada", "phone", "elsewhere"),
      await two.remove("ada", "phone", { keepLast: false }, change),
      await two.replaceRecoveryCodes("ada", [], change),
      (await two.redeemRecoveryCode("ada", "digest-0")).redeemed,
      await two.reseal("ada", "phone", activation("phone").sealedSecret, new Uint8Array([1])),
      await two.changeRecovery("ada", "recovery", "requested", recoveryRecord("elsewhere")),
      await two.completeRecovery("ada", "recovery", "requested", change),
      await two.rotateBrowser("ada", "laptop", rotation, now),
      (await two.removeBrowsers("ada", "all")) > 0,
    ];
    must(
      reached.every((answer) => answer === false),
      "a method reached into another namespace",
    );
    await two.contactChanged("ada", now);
    await two.keepBrowser("ada", browserRecord("elsewhere"), 1);
    await two.countFailure("ada", now, 60);
    await two.revokeMark("ada", "mark", now + 1);
    await two.requireEnrollment("ada", { to: "elsewhere", at: now });
    await enroll(client(0, "on"), "eada", "phone");
    const record = await one.load("ada");
    must(
      record.epoch === epoch &&
        record.authenticators[0]?.lastStep === step &&
        record.pending?.id === "tablet" &&
        record.recoveryCodesRemaining === 3 &&
        record.failures.count === 0 &&
        record.revokedMarks.length === 0 &&
        record.recovery?.state === "requested" &&
        record.contactChangedAt === 0 &&
        record.browsers[0]?.digest === "digest of laptop" &&
        !record.mustEnroll,
      "a change in one namespace showed in another: two engines on one store must never see each other's rows",
    );
  });

  it("keeps every subject id apart, whatever characters it has", async ({ records, client }) => {
    for (const [index, id] of oddIds.entries())
      await enroll(records, id, `phone-${index}`, [`digest-${index}`]);
    for (const [index, id] of oddIds.entries()) {
      const { authenticators, recoveryCodesRemaining } = await client(index).load(id);
      must(
        authenticators.length === 1 &&
          authenticators[0]?.id === `phone-${index}` &&
          recoveryCodesRemaining === 1,
        `the subject ${JSON.stringify(id)} was mixed up with another or lost: ids are kept byte for byte`,
      );
    }
  });

  it("gives back what it was given: bytes, names and times", async ({ records, client }) => {
    const name = 'Ada\'s \u{1f4f1} "phone" <b>日本</b>';
    const every = Uint8Array.from({ length: 256 }, (_, index) => index);
    // A view into a larger buffer: a driver that takes the buffer would store too much.
    const view = every.subarray(5, 250);
    const pending = pendingEnrollment("phone", {
      name,
      sealedSecret: view,
      expiresAt: 253_402_300_799_999,
    });
    await records.begin("ada", pending);
    const begun = (await client(1).load("ada")).pending;
    must(
      begun !== null &&
        begun.name === name &&
        begun.expiresAt === pending.expiresAt &&
        begun.startedBy === "session-1" &&
        begun.epoch === "" &&
        begun.parameters.period === 30 &&
        hex(begun.sealedSecret) === hex(view),
      "load must give back a pending enrollment as it was begun, byte for byte",
    );
    const change = epochAfter({ epoch: "" });
    const sealedSecret = every.subarray(1, 255);
    await records.activate(
      "ada",
      "phone",
      { sealedSecret, lastStep: 8_446_743_359, recoveryDigests: null },
      change,
    );
    const [phone] = (await client(1).load("ada")).authenticators;
    must(
      phone !== undefined &&
        phone.sealedSecret instanceof Uint8Array &&
        hex(phone.sealedSecret) === hex(sealedSecret),
      "load must give back the sealed secret byte for byte, as a Uint8Array",
    );
    must(
      phone.name === name && phone.lastStep === 8_446_743_359,
      "load must give back names and steps as they were",
    );
  });

  it("lists authenticators oldest first", async ({ records }) => {
    for (const [index, id] of ["zeta", "alpha", "mid"].entries()) {
      await records.begin("ada", pendingEnrollment(id));
      await records.activate(
        "ada",
        id,
        activation(id),
        epochAfter(await records.load("ada"), now + index),
      );
    }
    const ids = (await records.load("ada")).authenticators.map(({ id }) => id);
    must(
      ids.join() === "zeta,alpha,mid",
      `load lists ${ids.join()}: authenticators come oldest first`,
    );
  });

  it("is not changed through what it gave out or was given", async ({ records }) => {
    const given = activation("phone").sealedSecret;
    await records.begin("ada", pendingEnrollment("phone"));
    await records.activate(
      "ada",
      "phone",
      { sealedSecret: given, lastStep: step, recoveryDigests: null },
      epochAfter({ epoch: "" }),
    );
    given.fill(0);
    const [loaded] = (await records.load("ada")).authenticators;
    must(
      loaded !== undefined && hex(loaded.sealedSecret) === hex(activation("phone").sealedSecret),
      "the store kept the caller's bytes instead of a copy",
    );
    loaded.sealedSecret.fill(0);
    const [again] = (await records.load("ada")).authenticators;
    must(
      again !== undefined && hex(again.sealedSecret) !== hex(loaded.sealedSecret),
      "load gave out the store's own bytes instead of a copy",
    );
  });
}

const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
