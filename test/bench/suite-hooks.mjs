// The project's parts for a wider comparison: each does the work of one step of a verify, and nothing else.
import { randomBytes } from "node:crypto";
import {
  generateWrappedKey,
  keyRing,
  localMasterKey,
  memoryLimits,
  memoryRecords,
  wrappedKeyRing,
} from "@second-factor/core";
import { fromBuild } from "./lib/from-build.mjs";

const { crypto } = await fromBuild("crypto/node.js");
const { matchSteps } = await fromBuild("otp/match-steps.js");
const { decodeBase32 } = await fromBuild("otp/base32.js");
const { createSealer } = await fromBuild("secrets/sealer.js");
const { recoveryCodeDigest } = await fromBuild("authenticators/recovery-codes.js");
const { renderQrCode } = await fromBuild("http/qr-code.js");

const parameters = { algorithm: "SHA1", digits: 6, period: 30 };
const window = { past: 1, future: 1 };

// Sealed rows hold bytes, not Base32: decoding happens once per secret, as at an import.
const decoded = new Map();
function bytesOf(base32) {
  let secret = decoded.get(base32);
  if (secret === undefined) {
    secret = decodeBase32(base32);
    decoded.set(base32, secret);
  }
  return secret;
}

export const verifyTotp = (base32, code) =>
  matchSteps({ secret: bytesOf(base32), parameters, code, now: Date.now(), window, crypto }) !==
  null;

/** Opens one secret of 512, in turn, with everything warm. */
async function openerWith(keys) {
  const sealer = createSealer({ keys, namespace: "bench", crypto });
  const rows = [];
  for (let index = 0; index < 512; index += 1) {
    const row = { subjectId: `user:${index}`, authenticatorId: "a1" };
    rows.push({ row, sealed: await sealer.seal("totp", row, randomBytes(20)) });
  }
  let turn = 0;
  return () => {
    turn = (turn + 1) % rows.length;
    const { row, sealed } = rows[turn];
    return sealer.open("totp", row, sealed);
  };
}

const randomKey = (id) => `${id}:${randomBytes(32).toString("base64")}`;
export const decryptSecret = await openerWith(keyRing(randomKey("k1")));

const masterKeys = { local: localMasterKey(randomKey("m1")) };
const wrapped = await generateWrappedKey("d1", "local", masterKeys.local);
/** The provider is asked when it is cold; warm, it does not matter which it is. */
export const decryptUnderMasterKey = await openerWith(wrappedKeyRing(wrapped, { masterKeys }));

const codes = memoryRecords().forNamespace("bench");
const digest = (code) => recoveryCodeDigest(crypto, "bench", "alice", code);
const stored = Array.from({ length: 10 }, (_, index) => digest(`STORED${index}`));
await codes.replaceRecoveryCodes("alice", stored, { from: "", to: "e1", at: 1 });

export const checkBackupCode = () =>
  codes.redeemRecoveryCode("alice", digest("WRONGWRONGWRONGWRONGWRON"));

export const renderQr = (uri) => renderQrCode(uri);

/** One attempt and one claim of a step for subject i: what memory holds of it beyond the subject's row. */
export function memoryStore() {
  const limiter = memoryLimits({ maxKeys: 2_000_000 }).limiter(
    { name: "single", points: 5, durationSeconds: 900 },
    { now: () => Date.now() },
  );
  return {
    async hit(index) {
      const key = `{${crypto.digest(`7:default${index}`)}}`;
      await limiter.consume(key);
      // Accepted: the budget is reset, and the step stands in the row.
      await limiter.delete(key);
    },
  };
}

const redisLimiters = new WeakMap();
let turn = 0;

async function limiterOn(client) {
  const { redisLimits } = await import("@second-factor/redis");
  const budget = { name: "bench:single", points: 5, durationSeconds: 900 };
  return redisLimits(client).limiter(budget, { now: () => Date.now() });
}

/** The store work of one verify where records are elsewhere: a point consumed, and the budget reset behind the reply. */
export async function redisVerify(client) {
  let limiter = redisLimiters.get(client);
  if (limiter === undefined) {
    limiter = limiterOn(client);
    redisLimiters.set(client, limiter);
  }
  turn = (turn + 1) % 5000;
  const key = `{${crypto.digest(`7:default${turn}`)}}`;
  await (await limiter).consume(key);
  void (await limiter).delete(key);
}
