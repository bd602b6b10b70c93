import { memoryLimits, type Notice } from "@second-factor/core";
import { manualClock } from "@second-factor/testing";
import { createTransport } from "nodemailer";
import { describe, expect, it } from "vitest";
import { type MailNotifierOptions, mailNotifier } from "../src/mail-notifier.js";
import { bare, full, keepingTransport, kinds } from "./sample-notices.js";

function setUp(options: Partial<MailNotifierOptions> = {}) {
  const { sent, transport } = keepingTransport();
  const clock = manualClock();
  const notifier = mailNotifier({
    transport,
    from: "Bank <security@bank.example>",
    issuer: "Bank",
    addressesOf: () => ["ada@harbour.example"],
    clock,
    ...options,
  });
  const notify = async (notice: Notice) => notifier.notify(notice);
  return { sent, clock, notify };
}

const failureOf = (work: Promise<unknown>): Promise<Error & { code?: string; domain?: string }> =>
  work.then(
    () => Promise.reject(new Error("It did not reject.")),
    (error) => error,
  );

describe("who gets a mail", () => {
  it("each address one of its own, the same one once", async () => {
    const addresses = ["ada@harbour.example", "ada@home.example", "ada@harbour.example"];
    const { sent, notify } = setUp({ addressesOf: async () => addresses });
    await notify(bare("second_factor_reset"));
    expect(sent.map(({ to }) => to.address)).toEqual(["ada@harbour.example", "ada@home.example"]);
    for (const mail of sent) {
      const other = addresses.find((address) => address !== mail.to.address);
      expect(JSON.stringify(mail), "an address sees another").not.toContain(other);
    }
  });

  it("nobody where there is no address, and it counts for nothing", async () => {
    let addresses: string[] = [];
    const { sent, notify } = setUp({ addressesOf: () => addresses, mostADay: 1 });
    await notify(bare("second_factor_reset"));
    addresses = ["ada@harbour.example"];
    await notify(bare("second_factor_reset"));
    expect(sent).toHaveLength(1);
  });

  it("is asked with the whole notice, so that a person of support can be told instead", async () => {
    const addressesOf = ({ subjectId, staffId = subjectId }: Notice) => [`${staffId}@bank.example`];
    const { sent, notify } = setUp({ addressesOf });
    await notify(full("recovery_canceled"));
    await notify({ ...full("recovery_canceled"), staffId: "dave" });
    expect(sent.map(({ to, subject }) => [to.address, subject])).toEqual([
      ["ada@bank.example", "Bank: the recovery was canceled"],
      ["dave@bank.example", "Bank: a recovery that you opened"],
    ]);
  });

  it.each([
    "ada@harbour.example, eve@evil.example",
    "ada@harbour.example\r\nBcc: eve@evil.example",
    "Ada <ada@harbour.example>",
    '"ada@harbour.example" eve@evil.example',
    "ada@harbour.example>\r\nRCPT TO:<eve@evil.example",
    "ada",
    "@harbour.example",
    "",
  ])("is refused where an address could be read as something else: %j", async (address) => {
    const { sent, notify } = setUp({ addressesOf: () => [address, "ada@harbour.example"] });
    const error = await failureOf(notify(bare("second_factor_reset")));
    expect(error.code).toBe("address_invalid");
    expect(
      sent.map(({ to }) => to.address),
      "the good one gets its mail",
    ).toEqual(["ada@harbour.example"]);
  });

  it("what addressesOf throws, or where it answers with nothing, comes back", async () => {
    const broken = new Error("no database");
    const { notify } = setUp({ addressesOf: () => Promise.reject(broken) });
    expect(await failureOf(notify(bare("second_factor_reset")))).toBe(broken);
    const { notify: odd } = setUp({ addressesOf: () => undefined as unknown as string[] });
    expect(await failureOf(odd(bare("second_factor_reset")))).toBeInstanceOf(Error);
  });
});

describe("a transport that fails", () => {
  it("is told by its code and the domain, without the message, the link or the address", async () => {
    const notice = full("recovery_approved");
    const transport = {
      async sendMail(mail: object) {
        const told = { code: "EENVELOPE", command: "DATA", response: JSON.stringify(mail) };
        throw Object.assign(new Error(`could not send ${JSON.stringify(mail)}`), told);
      },
    };
    const { notify } = setUp({ transport });
    const error = await failureOf(notify(notice));
    expect(error.message).toBe("Mail to harbour.example was not sent: EENVELOPE.");
    const everything = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    expect(everything).not.toMatch(/ticket=|ada@|recovery\/cancel|could not send/);
  });

  it.each([[{ code: "https://bank.example/?ticket=1" }], [{ code: 550 }], ["text"], [undefined]])(
    "has no code of its own for %j",
    async (thrown) => {
      const transport = { sendMail: () => Promise.reject(thrown) };
      const error = await failureOf(setUp({ transport }).notify(bare("second_factor_reset")));
      expect(error).toMatchObject({ code: "unknown", domain: "harbour.example" });
    },
  );

  it("for one address keeps the mail of the others", async () => {
    const { sent, transport } = keepingTransport();
    const { notify } = setUp({
      addressesOf: () => ["ada@gone.example", "ada@harbour.example"],
      transport: {
        sendMail: (mail) =>
          mail.to.address.endsWith("gone.example")
            ? Promise.reject(Object.assign(new Error(), { code: "ECONNREFUSED" }))
            : transport.sendMail(mail),
      },
    });
    const error = await failureOf(notify(bare("second_factor_reset")));
    expect(error).toMatchObject({ code: "ECONNREFUSED", domain: "gone.example" });
    expect(sent).toHaveLength(1);
  });
});

describe("so many of a kind a day", () => {
  const last = "you will get no more messages like this one until 2 January 2026 at 00:00 UTC";

  it("five by default; the last says so, and the next day begins anew (DOS-11)", async () => {
    const { sent, clock, notify } = setUp();
    for (let time = 0; time < 20; time += 1) await notify(bare("guessing_suspected"));
    expect(sent).toHaveLength(5);
    expect(sent.map(({ text }) => text.includes(last))).toEqual([false, false, false, false, true]);
    clock.advance({ seconds: 86_399 });
    await notify(bare("guessing_suspected"));
    expect(sent).toHaveLength(5);
    clock.advance({ seconds: 1 });
    await notify(bare("guessing_suspected"));
    expect(sent).toHaveLength(6);
  });

  it.each(kinds)(
    "%s is not held back by any number of others, nor by other accounts (DOS-11)",
    async (kind) => {
      const { sent, notify } = setUp({ mostADay: 1 });
      for (const other of kinds) if (other !== kind) await notify(bare(other));
      await notify({ ...bare(kind), subjectId: "bob" });
      await notify({ ...bare(kind), staffId: "dave" });
      sent.length = 0;
      await notify(bare(kind));
      await notify(bare(kind));
      expect(sent).toHaveLength(1);
    },
  );

  it("counts in a store that processes share, for each tenant apart, without naming accounts", async () => {
    const keys: string[] = [];
    const memory = memoryLimits();
    const limits: typeof memory = {
      ...memory,
      limiter(budget, clock) {
        const limiter = memory.limiter(budget, clock);
        const consume = (key: string) => {
          keys.push(key);
          return limiter.consume(key);
        };
        shared ??= { ...limiter, consume };
        return shared;
      },
    };
    let shared: ReturnType<typeof memory.limiter> | undefined;
    const one = setUp({ limits, mostADay: 1 });
    const two = setUp({ limits, mostADay: 1 });
    const other = setUp({ limits, mostADay: 1, namespace: "other" });
    for (const { notify } of [one, two, other]) await notify(bare("guessing_suspected"));
    expect([one, two, other].map(({ sent }) => sent.length)).toEqual([1, 0, 1]);
    expect(keys.join()).not.toContain("ada");
  });

  it("sends where the store is away: one too many is better than one that was needed", async () => {
    const away = () => Promise.reject(new Error("away"));
    const limits = {
      ...memoryLimits(),
      limiter: () => ({ consume: away, get: away, delete: away }),
    };
    const { sent, notify } = setUp({ limits });
    await notify(bare("recovery_requested"));
    expect(sent).toHaveLength(1);
  });

  it.each([0, 1.5, 1001, Number.NaN])("refuses mostADay: %d", (mostADay) => {
    expect(() => setUp({ mostADay })).toThrow(RangeError);
  });
});

it("a transporter of nodemailer fits as it is, and no answer comes from a holiday", async () => {
  const transport = createTransport({ streamTransport: true, buffer: true });
  const messages: string[] = [];
  const { notify } = setUp({
    transport: {
      async sendMail(mail) {
        const { message } = await transport.sendMail(mail);
        messages.push(String(message));
      },
    },
  });
  await notify(bare("second_factor_reset"));
  expect(messages[0]).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  await mailNotifier({
    transport,
    from: "security@bank.example",
    issuer: "Bank",
    addressesOf: () => ["ada@harbour.example"],
  }).notify(bare("second_factor_reset"));
});
