import { CliError, usageError } from "../../cli-error.js";
import { readSecretText } from "../../read-secret-text.js";
import type { BetterAuthKey } from "./better-auth.js";

/**
 * From where better-auth itself takes it: BETTER_AUTH_SECRETS ("2:new,1:old") with BETTER_AUTH_SECRET or AUTH_SECRET for
 * what was sealed before; or from one place that is named.
 *
 * @throws CliError `better_auth_secret_missing`
 */
export async function readBetterAuthKey(
  where: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<BetterAuthKey> {
  if (where !== undefined) return readSecretText(where);
  const { BETTER_AUTH_SECRETS, BETTER_AUTH_SECRET, AUTH_SECRET } = environment;
  const single = BETTER_AUTH_SECRET || AUTH_SECRET;
  if (BETTER_AUTH_SECRETS) return numbered(BETTER_AUTH_SECRETS, single);
  if (single) return single;
  throw new CliError(
    "better_auth_secret_missing",
    "BETTER_AUTH_SECRET is not set, and better-auth's secrets are sealed under it.",
    "Set it as your app has it, or name a place: --better-auth-secret file:PATH.",
  );
}

function numbered(text: string, legacySecret: string | undefined): BetterAuthKey {
  const entries = text.split(",").map((entry): [number, string] => {
    const [, version, secret] = /^\s*(\d+):(.+?)\s*$/s.exec(entry) ?? [];
    if (version !== undefined && secret !== undefined) return [Number(version), secret];
    throw usageError(
      "BETTER_AUTH_SECRETS is not written as better-auth wants it.",
      'Write "2:new,1:old".',
    );
  });
  return {
    keys: new Map(entries),
    currentVersion: entries[0]?.[0] ?? 0,
    ...(legacySecret && { legacySecret }),
  };
}
