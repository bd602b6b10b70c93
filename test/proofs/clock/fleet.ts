import { createHash } from "node:crypto";
import { type Alarm, createAlarms } from "@second-factor/core/alarms";
import { Secret, TOTP } from "otpauth";
import { inProcessApp, start } from "../../../packages/core/test/app/in-process-app.js";
import { seededRandom } from "./random.js";

export interface FleetOptions {
  readonly users: number;
  readonly seed: number;
  /** All together. */
  readonly signInsADay: number;
}

export interface Fleet {
  /** Sets the server's clock so many seconds ahead of the time that devices drift around. */
  shift(seconds: number): void;
  /** Lets so many sign-ins happen, or fewer where `until` says so; answers how many did. */
  signIns(count: number, until?: () => boolean): Promise<number>;
  readonly alarms: readonly Alarm[];
  /** Seconds by which the server's clock seems to be ahead; null with too few votes. */
  aheadSeconds(): number | null;
  readonly codes: { readonly sent: number; readonly accepted: number };
}

/** Seconds by which an honest device may be off, either way. */
const mostSkew = 30;
/** Seconds by which a device's clock wanders in a day, at most; it is set right again when it is far off. */
const mostWander = 1;
const tries = 3;
const day = 86_400;

/** People with phones of their own, signing in to a real engine at all times of the day. */
export async function startFleet({ users, seed, signInsADay }: FleetOptions): Promise<Fleet> {
  const random = seededRandom(seed);
  const between = (least: number, most: number) => least + random() * (most - least);
  const raised: Alarm[] = [];
  const alarms = createAlarms({ onAlarm: (alarm) => void raised.push(alarm) });
  const codes = { sent: 0, accepted: 0 };
  let now = start;
  let shiftSeconds = 0;
  const clock = { now: () => Math.floor(now + shiftSeconds * 1000) };
  const app = inProcessApp({ clock, events: alarms.watch() });

  const phones = await Promise.all(
    Array.from({ length: users }, async (_, index) => {
      const subjectId = `user-${index}`;
      const bytes = createHash("sha1").update(subjectId).digest();
      const secret = new Secret({ buffer: new Uint8Array(bytes).buffer });
      await app.engine.importAuthenticator({ subjectId, secret: secret.base32 });
      const wander = between(-mostWander, mostWander);
      return { subjectId, totp: new TOTP({ secret }), skew: between(-mostSkew, mostSkew), wander };
    }),
  );
  type Phone = (typeof phones)[number];

  /** Saw-tooth: it wanders to one end, and comes back at the other. */
  function skewOf({ skew, wander }: Phone): number {
    const wandered = skew + (wander * (now - start)) / (day * 1000);
    const width = 2 * mostSkew;
    return ((((wandered + mostSkew) % width) + width) % width) - mostSkew;
  }

  async function signIn(): Promise<void> {
    now += (between(0, 2) * day * 1000) / signInsADay;
    const phone = phones[Math.floor(random() * users)] as Phone;
    const session = app.signIn(phone.subjectId);
    for (let attempt = 0; attempt < tries; attempt += 1) {
      // Read, then typed.
      const readAt = now + skewOf(phone) * 1000;
      now += between(5, 40) * 1000;
      const json = { otp: phone.totp.generate({ timestamp: readAt }) };
      codes.sent += 1;
      const { status } = await session.send("POST", "/verify", { json, address: addressOf(phone) });
      if (status === 200) {
        codes.accepted += 1;
        return;
      }
    }
  }

  return {
    alarms: raised,
    aheadSeconds: () => alarms.state().clock.aheadSeconds,
    codes,
    shift(seconds) {
      shiftSeconds = seconds;
    },
    async signIns(count, until = () => false) {
      let done = 0;
      while (done < count && !until()) {
        await signIn();
        done += 1;
      }
      return done;
    },
  };
}

const addressOf = ({ subjectId }: { readonly subjectId: string }): string => {
  const index = Number(subjectId.slice("user-".length));
  return `10.0.${index >> 8}.${index & 255}`;
};
