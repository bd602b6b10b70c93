import type { SecurityEvent } from "@second-factor/core";
import { type MailNotifierOptions, mailNotifier } from "@second-factor/mail";
import { manualClock } from "@second-factor/testing";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, expect, it } from "vitest";
import { variants } from "../testbed/index.js";
import { type Mailbox, startMailbox } from "../testbed/mailbox.js";

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await startMailbox();
});
afterAll(() => mailbox?.stop());

const express = variants.find(({ name }) => name === "express5")!;

async function bankWithMail(url = mailbox.url, options: Partial<MailNotifierOptions> = {}) {
  const clock = manualClock();
  let failed = (_event: SecurityEvent): void => undefined;
  const failure = new Promise<SecurityEvent>((resolve) => {
    failed = resolve;
  });
  const bed = await express.start({
    clock,
    engine: {
      notifier: mailNotifier({
        transport: createTransport(url),
        from: "security@bank.example",
        issuer: "Bank",
        addressesOf: ({ subjectId }) => [`${subjectId}@bank.example`],
        clock,
        ...options,
      }),
      events: (event) => {
        if (event.type === "notifier.failed") failed(event);
      },
    },
  });
  return { bed, failure };
}

it("an enrollment in a running app is in its owner's mailbox", async () => {
  const { bed } = await bankWithMail();
  try {
    await bed.client().enroll("alice", "Zoë’s phone");
    const mail = await mailbox.nextMail("alice@bank.example", "authenticator_added");
    expect(mail.text).toContain("The authenticator “Zoë’s phone” was added to your account.");
  } finally {
    await bed.close();
  }
});

it("a mail server that is gone fails no request, and is told as notifier.failed", async () => {
  const gone = await startMailbox();
  await gone.stop();
  const { bed, failure } = await bankWithMail(gone.url);
  try {
    const browser = bed.client();
    // Throws where a reply is not what it would be without a notifier.
    await browser.enroll("alice");
    const { subjectId, ...event } = await failure;
    expect(event).toMatchObject({ type: "notifier.failed", notice: "authenticator_added" });
    expect(subjectId).toBe("alice");
    expect((await browser.request("GET", "/account")).status, "inside all the same").toBe(200);
  } finally {
    await bed.close();
  }
});

it("a mail server that takes its time delays no reply", async () => {
  const { bed } = await bankWithMail();
  let release = (): void => undefined;
  mailbox.holdUntil(
    new Promise<void>((resolve) => {
      release = resolve;
    }),
  );
  try {
    const before = mailbox.received.length;
    await bed.client().enroll("bob");
    expect(mailbox.received.length, "mails delivered when the reply was out").toBe(before);
    release();
    await mailbox.nextMail("bob@bank.example", "authenticator_added");
  } finally {
    release();
    await bed.close();
  }
});

it("recovery codes used all day long fill no mailbox (DOS-11)", async () => {
  const { bed } = await bankWithMail(mailbox.url, { mostADay: 3 });
  try {
    const { recoveryCodes } = await bed.client().enroll("carol");
    const redeem = async (recoveryCode: string) => {
      const browser = bed.client();
      await browser.login("carol");
      const json = { recoveryCode };
      const reply = await browser.request("POST", "/2fa/recovery-codes/redeem", { json });
      expect(reply.status).toBe(200);
    };
    for (const code of recoveryCodes.slice(0, 5)) await redeem(code);
    const taken = [];
    for (let mail = 0; mail < 3; mail += 1) {
      taken.push(await mailbox.nextMail("carol@bank.example", "recovery_code_used"));
    }
    const last = taken.filter(({ text }) => text.includes("no more messages like this one until"));
    expect(last, "one of the three says that it is the last").toHaveLength(1);
    // What is sent now comes after all that was sent before.
    await bed.engine.reset("carol");
    await mailbox.nextMail("carol@bank.example", "second_factor_reset");
    const used = mailbox.received.filter(
      ({ to, subject }) => to.includes("carol@bank.example") && subject.includes("was used"),
    );
    expect(used).toHaveLength(3);
  } finally {
    await bed.close();
  }
});
