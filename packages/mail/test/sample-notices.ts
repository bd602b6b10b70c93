import type { Notice, NoticeKind } from "@second-factor/core";
import { english } from "../src/english.js";
import type { OutgoingMail } from "../src/transport.js";

export const kinds = Object.keys(english.kinds) as NoticeKind[];

export const bare = (kind: NoticeKind): Notice => ({
  kind,
  subjectId: "ada",
  subjectName: "ada@harbour.example",
  at: "2026-01-05T09:07:00.000Z",
});

/** Everything that a notice can carry. */
export const full = (kind: NoticeKind): Notice => ({
  ...bare(kind),
  authenticatorName: "Phone",
  recoveryCodesRemaining: 4,
  browserName: "Firefox on Linux",
  caseReference: "Case 77",
  url: "https://bank.example/2fa/recovery/cancel?ticket=a-b_c&d=e",
  availableAt: "2026-01-06T09:07:00.000Z",
  expiresAt: "2026-01-13T09:07:00.000Z",
});

/** Keeps what it is given. */
export function keepingTransport() {
  const sent: OutgoingMail[] = [];
  return {
    sent,
    transport: {
      async sendMail(mail: OutgoingMail) {
        sent.push(mail);
      },
    },
  };
}
