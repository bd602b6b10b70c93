import type { Notice } from "@second-factor/core";
import {
  english,
  type MailNotifierOptions,
  type MailTransport,
  mailNotifier,
} from "@second-factor/mail";
import { manualClock } from "@second-factor/testing";
import { createTransport } from "nodemailer";
import { createTransport as createTransport6 } from "nodemailer6";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linkIn, type Mailbox, startMailbox } from "../testbed/mailbox.js";

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await startMailbox();
});
afterAll(() => mailbox?.stop());

const notice: Notice = {
  kind: "recovery_requested",
  subjectId: "ada",
  subjectName: "ada@harbour.example",
  at: "2026-01-05T09:07:00.000Z",
  url: "https://bank.example/2fa/recovery/cancel?ticket=k1.aa-bb_cc",
  availableAt: "2026-01-06T09:07:00.000Z",
  expiresAt: "2026-01-13T09:07:00.000Z",
};

interface SmtpServer {
  readonly host: string;
  readonly port: number;
  readonly requireTLS?: boolean;
  readonly tls?: { readonly ca: string };
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** What they give back has to fit the notifier as it is, for the compiler too. */
const versions: Array<{ version: number; connect: (to: SmtpServer) => MailTransport }> = [
  { version: 6, connect: (to) => createTransport6(to) },
  { version: 10, connect: (to) => createTransport(to) },
];

const at = ({ port }: Mailbox): SmtpServer => ({ host: "127.0.0.1", port });

describe.each(versions)("over real SMTP, with nodemailer $version", ({ version, connect }) => {
  const notifierTo = (address: string, options: Partial<MailNotifierOptions> = {}) =>
    mailNotifier({
      transport: connect(at(mailbox)),
      from: { name: "Harbour Bank", address: "security@bank.example" },
      issuer: "Harbour Bank",
      addressesOf: () => [address],
      clock: manualClock(),
      ...options,
    });
  const own = (name: string) => `${name}${version}@harbour.example`;

  it("every address gets the mail, and sees no other", async () => {
    const addresses = [own("ada"), `ada${version}@home.example`, `zoë${version}@müller.example`];
    await notifierTo("", { addressesOf: () => addresses }).notify(notice);
    for (const address of addresses) {
      const mail = await mailbox.nextMail(address, notice.kind);
      expect(mail.to, "the envelope names one").toHaveLength(1);
      const headers = mail.raw.slice(0, mail.raw.indexOf("\r\n\r\n"));
      for (const other of addresses) {
        const [, domain] = other.split("@");
        if (other !== address) expect(headers, "an address sees another").not.toContain(domain);
      }
      expect(linkIn(mail)).toBe(notice.url);
      expect(mail.parsed.from?.text).toBe('"Harbour Bank" <security@bank.example>');
      expect(mail.parsed.headers.get("auto-submitted")).toBe("auto-generated");
    }
  });

  it("names arrive as they were typed, in every script, in both forms of the text", async () => {
    const authenticatorName = "Zoë’s phone 📱 手机 <b>&";
    await notifierTo(own("utf8")).notify({
      ...notice,
      kind: "authenticator_added",
      authenticatorName,
    });
    const { text, html } = await mailbox.nextMail(own("utf8"), "authenticator_added");
    expect(text).toContain(`“${authenticatorName}”`);
    expect(html).toContain("“Zoë’s phone 📱 手机 &lt;b&gt;&amp;”");
  });

  it("no name, no product and no sentence of the host's makes a header, or a second recipient", async () => {
    const injected = "X\r\nBcc: eve@evil.example\r\nX-Injected: yes\r\n\r\nbody";
    const issuer = `Bank${injected}`;
    const from = { name: injected, address: "security@bank.example" };
    const hostile = { ...notice, authenticatorName: injected, caseReference: injected };
    await notifierTo(own("target"), { issuer, from }).notify({
      ...hostile,
      kind: "recovery_approved",
      subjectName: injected,
    });
    const subject = () => `Your ${injected}`;
    const messages = { en: { kinds: { authenticator_removed: { subject } } } };
    await notifierTo(own("target"), { messages }).notify({
      ...hostile,
      kind: "authenticator_removed",
    });
    for (const count of [1, 2]) {
      const mail = await mailbox.nextMail(own("target"));
      expect(mail.to, `recipients of mail ${count}`).toEqual([own("target")]);
      expect(mail.parsed.bcc).toBeUndefined();
      expect([...mail.parsed.headers.keys()]).not.toContain("x-injected");
      expect(linkIn(mail), "one link, and it is ours").toBe(notice.url);
    }
    const touched = mailbox.received.filter(({ to }) => to.join().includes("evil"));
    expect(touched).toEqual([]);
  });

  it("a server that is gone is told by its code and the domain alone", async () => {
    const gone = await startMailbox();
    await gone.stop();
    const notifier = notifierTo("ada@harbour.example", { transport: connect(at(gone)) });
    const error = await Promise.resolve(notifier.notify(notice)).catch((thrown) => thrown);
    expect(`${error}`).toMatch(/^MailError: Mail to harbour\.example was not sent: E[A-Z]+\.$/);
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(/ticket|ada@/);
  });

  it("goes out with a password, over TLS that is checked", async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "127.0.0.1" }], {
      keyType: "ec",
      extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
    });
    const guarded = await startMailbox({
      disabledCommands: [],
      key,
      cert,
      onAuth: ({ username, password }, _session, done) =>
        username === "bank" && password === "right"
          ? done(null, { user: username })
          : done(new Error("no")),
    });
    const secured = { ...at(guarded), requireTLS: true, tls: { ca: cert } };
    const send = (pass: string) =>
      notifierTo("ada@harbour.example", {
        transport: connect({ ...secured, auth: { user: "bank", pass } }),
      }).notify(notice);
    try {
      await expect(send("wrong")).rejects.toMatchObject({ code: "EAUTH" });
      await send("right");
      const { subject } = await guarded.nextMail("ada@harbour.example");
      expect(subject).toBe("Harbour Bank: somebody asks to replace your second factor");
    } finally {
      await guarded.stop();
    }
  });
});

it("the mailbox tells kinds apart by their subjects", () => {
  const kinds = Object.values(english.kinds);
  const subjects = kinds.map(({ subject }) => subject({ issuer: "" } as never));
  expect(new Set(subjects).size).toBe(kinds.length);
});
