import type { SecondFactorEngine } from "@second-factor/core";
import type { SubjectRecord } from "@second-factor/core/stores";
import type { Tally } from "../bank/tally.js";
import type { RawReply } from "../load/connection.js";
import type { Statuses } from "../load/statuses.js";
import type { Volley } from "../load/volley.js";

/** What rounds are made with. */
export interface Ground {
  /** On the same stores, and in no process of the bank. */
  readonly engine: Pick<SecondFactorEngine, "importAuthenticator">;
  readonly volley: Volley;
}

/** Many submissions of which so many may be accepted. */
export interface Kind {
  /** In the tally: how many submissions went as far as what decides. */
  readonly decided: string;
  /** One round for each subject, all enrolled alike; the number tells their client addresses apart. */
  prepare(ground: Ground, subjects: readonly string[], number: number): Promise<Round[]>;
}

export interface Round {
  readonly subject: string;
  /** Made right before they are sent: they hold the code and the sign-in of now. */
  requests(): readonly Buffer[];
  /** What of the promise was broken; null where it held. */
  broken(outcome: Outcome): string | null;
}

export interface Outcome {
  readonly replies: readonly RawReply[];
  readonly statuses: Statuses;
  readonly tally: Tally;
  readonly decided: number;
  readonly row: SubjectRecord;
}

/** The first of the claims that does not hold. */
export function firstBroken(claims: Readonly<Record<string, boolean>>): string | null {
  return Object.keys(claims).find((claim) => claims[claim] !== true) ?? null;
}

/** One accepted, and nothing but these statuses for the others. */
export function oneAccepted(replies: readonly RawReply[], others: readonly number[]) {
  const statuses = replies.map(({ status }) => status);
  return {
    "exactly one is accepted": statuses.filter((status) => status === 200).length === 1,
    [`all others are ${others.join(" or ")}`]: statuses.every(
      (status) => status === 200 || others.includes(status),
    ),
  };
}
