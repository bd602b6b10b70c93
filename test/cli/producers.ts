// What the systems that people come from really write down: made by the libraries themselves.
import { randomBytes } from "node:crypto";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { generateRandomString, symmetricEncrypt } from "better-auth/crypto";
import { twoFactor } from "better-auth/plugins/two-factor";
import { Secret } from "otpauth";
import { authenticator as otplib12 } from "otplib12";
import { generateSecret, generateSync } from "otplib13";
import speakeasy from "speakeasy";

export interface Produced {
  readonly file: string;
  readonly text: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What stands in the file, or in what it was made from. */
  secretOf(user: number): string;
  /** What the user's phone shows, by the library that enrolled it. */
  codeOf(user: number, now: number): string;
}

export const userName = (user: number): string => `user-${user}`;
const times = <T>(users: number, make: (user: number) => T): T[] =>
  Array.from({ length: users }, (_, user) => make(user));

export function plainCsv(users: number): Produced {
  const secrets = times(
    users,
    () => new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer }).base32,
  );
  const rows = secrets.map((secret, user) => `${userName(user)},"phone, old",${secret}`);
  return {
    file: "users.csv",
    text: `subject,name,secret\r\n${rows.join("\r\n")}\r\n`,
    args: ["--from", "csv"],
    secretOf: (user) => secrets[user] ?? "",
    codeOf: (user, now) => generateSync({ secret: secrets[user] ?? "", epoch: now / 1000 }),
  };
}

export function otplib(users: number): Produced {
  const secrets = times(users, () => generateSecret());
  return {
    file: "users.jsonl",
    text: secrets
      .map((secret, user) => `${JSON.stringify({ userId: userName(user), secret })}\n`)
      .join(""),
    args: ["--from", "otplib"],
    secretOf: (user) => secrets[user] ?? "",
    codeOf: (user, now) => generateSync({ secret: secrets[user] ?? "", epoch: now / 1000 }),
  };
}

/** Before its version 13 it made secrets of 80 bits, where nobody asked for more. */
export function oldOtplib(users: number): Produced {
  const secrets = times(users, () => otplib12.generateSecret());
  return {
    file: "old.csv",
    text: `user_id,secret\n${secrets.map((secret, user) => `${userName(user)},${secret}`).join("\n")}`,
    args: ["--from", "otplib", "--accept-short"],
    secretOf: (user) => secrets[user] ?? "",
    codeOf: (user, now) => otplib12.clone({ epoch: now }).generate(secrets[user] ?? ""),
  };
}

export function speakeasyUsers(users: number): Produced {
  const secrets = times(users, () => speakeasy.generateSecret());
  const rows = secrets.map((secret, user) => ({
    _id: user,
    account: { id: userName(user) },
    secret,
  }));
  return {
    file: "speakeasy.json",
    text: JSON.stringify(rows, null, 2),
    args: ["--from", "speakeasy", "--subject-field", "account.id"],
    secretOf: (user) => secrets[user]?.base32 ?? "",
    codeOf: (user, now) =>
      speakeasy.totp({ secret: secrets[user]?.ascii ?? "", encoding: "ascii", time: now / 1000 }),
  };
}

/** Rows as its two-factor plugin writes them: 32 random characters under symmetricEncrypt. */
export async function betterAuthTable(users: number): Promise<Produced> {
  const BETTER_AUTH_SECRET = generateRandomString(40);
  const secrets = times(users, () => generateRandomString(32));
  const rows = await Promise.all(
    secrets.map(async (data, user) => {
      const secret = await symmetricEncrypt({ key: BETTER_AUTH_SECRET, data });
      return `row-${user},${secret},x,${userName(user)},t\n`;
    }),
  );
  return {
    file: "two_factor.csv",
    text: `id,secret,backup_codes,user_id,verified\n${rows.join("")}`,
    args: ["--from", "better-auth"],
    env: { BETTER_AUTH_SECRET },
    secretOf: (user) => secrets[user] ?? "",
    codeOf: (user, now) => codeOfText(secrets[user] ?? "", now),
  };
}

/** better-auth's key is the text itself; its URI carries the text's bytes in Base32. */
const codeOfText = (secret: string, now: number): string =>
  generateSync({ secret: Secret.fromUTF8(secret).base32, epoch: now / 1000 });

export interface BetterAuthApp {
  readonly secret: string;
  /** Its whole table, as its own adapter keeps it. */
  readonly rows: readonly Record<string, unknown>[];
  /** By account id, what a phone scanned. */
  readonly keyUris: ReadonlyMap<string, string>;
  /** Whose enrollment nobody confirmed. */
  readonly unconfirmed: string;
}

/** A real better-auth with real sign-ups and enrollments, all but the last of them confirmed. */
export async function runBetterAuth(
  users: number,
  codeOf: (keyUri: string) => string,
): Promise<BetterAuthApp> {
  const secret = generateRandomString(40);
  const tables = ["user", "session", "account", "verification", "twoFactor"];
  const database: Record<string, Record<string, unknown>[]> = Object.fromEntries(
    tables.map((name) => [name, []]),
  );
  const auth = betterAuth({
    secret,
    baseURL: "http://127.0.0.1",
    database: memoryAdapter(database),
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // Ids that the bank of these tests takes for names.
    advanced: { database: { generateId: () => `id-${randomBytes(8).toString("hex")}` } },
    plugins: [twoFactor({ issuer: "Old" })],
  });
  const keyUris = new Map<string, string>();
  let unconfirmed = "";
  for (let user = 0; user < users; user += 1) {
    const password = "correct horse battery";
    const body = { email: `${userName(user)}@old.example`, name: userName(user), password };
    const signedUp = await auth.api.signUpEmail({ body, returnHeaders: true });
    const cookie = signedUp.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ");
    const headers = new Headers({ cookie });
    const enabled = await auth.api.enableTwoFactor({ body: { password }, headers });
    const keyUri = (enabled as { totpURI: string }).totpURI;
    unconfirmed = signedUp.response.user.id;
    if (user === users - 1) break;
    keyUris.set(signedUp.response.user.id, keyUri);
    await auth.api.verifyTOTP({ body: { code: codeOf(keyUri) }, headers });
  }
  return { secret, rows: database.twoFactor ?? [], keyUris, unconfirmed };
}
