import type { RawReply } from "../load/connection.js";
import { countStatuses, type Statuses } from "../load/statuses.js";

export interface FailoverSeen {
  /** Milliseconds from the submission to the kill. */
  readonly killedAfter: number;
  /** Milliseconds from the kill until a new user got in; infinite where none did. */
  readonly back: number;
  /** Replies to the code that was submitted at once, and to the same code ever after. */
  readonly burst: readonly RawReply[];
  readonly repeated: readonly RawReply[];
  readonly others: readonly RawReply[];
  /** Whether the code's step stands in the row. */
  readonly stands: boolean;
}

export interface FailoverResult {
  readonly killedAfter: number;
  readonly back: number;
  /** Submissions that were answered before the kill. */
  readonly answeredBefore: number;
  /** Acceptances of that one code: in the burst, and ever. */
  readonly acceptedAtOnce: number;
  readonly accepted: number;
  /** Of the burst. */
  readonly statuses: Statuses;
  /** Milliseconds of the slowest reply to anybody. */
  readonly slowest: number;
  readonly broken: readonly string[];
}

export function judge(seen: FailoverSeen): FailoverResult {
  const { killedAfter, back, burst, repeated, others, stands } = seen;
  const everyone = [...burst, ...repeated, ...others];
  const acceptedAtOnce = accepted(burst);
  const ever = acceptedAtOnce + accepted(repeated);
  const claims = {
    "the code is accepted once at most": ever <= 1,
    "what was accepted stands in the row": ever === 0 || stands,
    "every submission is answered": everyone.every(({ status }) => status !== 0),
    "all refusals are 401, 429 or 503": everyone.every(isExpected),
    "each 503 says when to try again": everyone.every(saysWhen),
    "the service comes back": Number.isFinite(back),
  };
  return {
    killedAfter,
    back,
    answeredBefore: burst.filter(({ milliseconds }) => milliseconds < killedAfter).length,
    acceptedAtOnce,
    accepted: ever,
    statuses: countStatuses(burst),
    slowest: Math.max(...everyone.map(({ milliseconds }) => milliseconds)),
    broken: Object.entries(claims).flatMap(([claim, held]) => (held ? [] : [claim])),
  };
}

const accepted = (replies: readonly RawReply[]) =>
  replies.filter(({ status }) => status === 200).length;

/** 0 is no reply at all, which has a claim of its own. */
const isExpected = ({ status }: RawReply) => [0, 200, 401, 429, 503].includes(status);

const saysWhen = ({ status, head }: RawReply) =>
  status !== 503 || /\r\nretry-after: ?[1-9]\d*\r?$/im.test(head);
