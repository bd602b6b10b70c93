import { randomBytes, randomInt } from "node:crypto";
import {
  createSecondFactor,
  keyRing,
  memoryLimits,
  memoryRecords,
  type SecondFactorEngine,
} from "@second-factor/core";
import type { RouteReply, RouteRequest } from "@second-factor/core/http";
import { type ManualClock, manualClock } from "@second-factor/testing";
import { Secret, TOTP } from "otpauth";

/** An app without a network: many accounts whose passwords everybody knows, under the default limits. */
export interface Town {
  readonly clock: ManualClock;
  readonly accounts: readonly Account[];
  /** Codes that were compared and were wrong; recovery codes too. */
  readonly compared: () => number;
}

export interface Account {
  readonly id: string;
  /** Signs in by password from that address: a session of its own, verified by nothing yet. In a new browser by default. */
  signIn(address: string, browser?: Browser): Visitor;
  /** What the owner's phone shows, or showed so many seconds ago. */
  code(secondsAgo?: number): string;
}

/** What a browser keeps from one sign-in to the next. */
export interface Browser {
  cookie?: string;
}

export interface Visitor {
  submit(otp: string): Promise<Answer>;
  redeem(recoveryCode: string): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  /** How many consecutive codes are asked for, where one is not enough any more. */
  readonly codesNeeded: number;
}

export async function foundTown(population: number): Promise<Town> {
  const clock = manualClock();
  let compared = 0;
  const engine = createSecondFactor({
    issuer: "Town",
    basePath: "/2fa",
    trustedOrigins: ["https://town.example"],
    development: true,
    keys: keyRing(`k1:${randomBytes(32).toString("base64")}`),
    records: memoryRecords(),
    limits: memoryLimits(),
    clock,
    events({ type }) {
      if (type === "verification.invalid") compared += 1;
    },
    warn: () => undefined,
  });
  const accounts: Account[] = [];
  for (let number = 0; number < population; number += 1) {
    accounts.push(await settle(engine, clock, `inhabitant-${number}`));
  }
  // An import takes the codes of just before it for used ones: three in a row reach back further.
  clock.advance({ seconds: 600 });
  return { clock, accounts, compared: () => compared };
}

async function settle(
  engine: SecondFactorEngine,
  clock: ManualClock,
  id: string,
): Promise<Account> {
  const secret = new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer });
  await engine.importAuthenticator({ subjectId: id, secret: secret.base32, name: "Phone" });
  return {
    id,
    code: (secondsAgo = 0) => TOTP.generate({ secret, timestamp: clock.now() - secondsAgo * 1000 }),
    signIn: (address, browser = {}) => visit(engine, id, address, browser),
  };
}

function visit(engine: SecondFactorEngine, id: string, address: string, browser: Browser): Visitor {
  let slot: unknown;
  const keep = (next: unknown) => {
    slot = next ?? undefined;
  };
  const session = { read: () => slot, write: keep, rotate: keep };
  async function post(path: string, fields: object): Promise<Answer> {
    const request: RouteRequest = {
      method: "POST",
      path: `/2fa${path}`,
      query: "",
      header: (name) =>
        name === "content-type"
          ? "application/json"
          : name === "cookie"
            ? browser.cookie
            : undefined,
      client: { address, secure: true },
      body: { kind: "parsed", value: fields },
      subject: () => ({ id, name: id }),
      sessionHeldBy: "server",
      session: () => session,
    };
    const reply = await engine.handle(request);
    const cookie = reply.headers.find(([name]) => name === "Set-Cookie")?.[1];
    if (cookie !== undefined) browser.cookie = cookie.slice(0, cookie.indexOf(";"));
    return toAnswer(reply);
  }
  return {
    submit: (otp) => post("/verify", { otp }),
    redeem: (recoveryCode) => post("/recovery-codes/redeem", { recoveryCode }),
  };
}

function toAnswer({ status, body }: RouteReply): Answer {
  const { codesNeeded = 1 } = status === 429 ? (JSON.parse(body) as { codesNeeded?: number }) : {};
  return { status, codesNeeded };
}

export const guess = (): string => String(randomInt(1_000_000)).padStart(6, "0");

let addresses = 0;

/** A network of its own each time: whoever guesses has as many addresses as they like. */
export function freshAddress(): string {
  addresses += 1;
  const [high, low] = [Math.floor(addresses / 65_536), addresses % 65_536];
  return `2001:db8:${high.toString(16)}:${low.toString(16)}::1`;
}
