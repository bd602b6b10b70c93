import type { BrowserCookie } from "./browsers/browser-cookie.js";
import type { Clock } from "./clock.js";
import type { Settings } from "./configuration/settings.js";
import type { CryptoPort } from "./crypto/port.js";
import type { AfterReply } from "./events/after-reply.js";
import type { Emitter } from "./events/emitter.js";
import type { PageRenderer } from "./http/page.js";
import type { SlotSeal } from "./http/slot-seal.js";
import type { KeyRing } from "./secrets/key-ring.js";
import type { Sealer } from "./secrets/sealer.js";
import type { TicketSeal } from "./secrets/ticket-seal.js";
import type { StateCache } from "./step-up/state-cache.js";
import type { Records } from "./stores/records.js";
import type { Replay } from "./stores/replay.js";
import type { ClockSightings } from "./verification/clock-sighting.js";
import type { SpendingLimits } from "./verification/spending-limits.js";

/** Everything the rooms share, put together once per engine by `createSecondFactor`. */
export interface Suite {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly crypto: CryptoPort;
  /** Behind the deadline; only literal verdicts come through. */
  readonly records: Records;
  /** Behind the deadline too; null where the row decides, which is the rule. */
  readonly replay: Replay | null;
  readonly limits: SpendingLimits;
  readonly keys: KeyRing;
  readonly sealer: Sealer;
  readonly cookieSeal: SlotSeal;
  readonly bearerSeal: SlotSeal;
  readonly browserSeal: SlotSeal<BrowserCookie>;
  readonly tickets: TicketSeal;
  readonly states: StateCache;
  readonly emitter: Emitter;
  /** What failed codes told of devices' clocks; bounded, and lost with the process. */
  readonly clockSightings: ClockSightings;
  /** For all work that is not awaited. */
  readonly afterReply: AfterReply;
  readonly pages: PageRenderer | null;
  readonly warn: (code: string, detail: string) => void;
  readonly warnOnce: (code: string, detail: string) => void;
}
