// An engine with enrolled subjects, made without HTTP: what a benchmark needs before its first request.
import { randomBytes } from "node:crypto";
import { createSecondFactor, keyRing, memoryLimits, memoryRecords } from "@second-factor/core";
import { encodeBase32 } from "./base32.mjs";

export const prepareEngine = (options = {}) =>
  createSecondFactor({
    issuer: "Bench",
    basePath: "/2fa",
    trustedOrigins: ["http://127.0.0.1"],
    keys: keyRing(`k1:${randomBytes(32).toString("base64")}`),
    records: memoryRecords(),
    limits: memoryLimits(),
    development: true,
    warn: () => {},
    ...options,
  });

/** Enrolls subjects by import; resolves to their ids and secrets. */
export async function enrollSubjects(engine, count, idOf = (index) => `u${index}`) {
  const subjects = [];
  for (let index = 0; index < count; index += 1) {
    const secret = encodeBase32(randomBytes(20));
    await engine.importAuthenticator({ subjectId: idOf(index), secret });
    subjects.push({ id: idOf(index), secret });
  }
  return subjects;
}
