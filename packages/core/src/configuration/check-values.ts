import { localPath } from "../http/local-path.js";
import { fail } from "./fail.js";

export function checkIssuer(issuer: unknown): string {
  if (
    typeof issuer === "string" &&
    issuer.trim() !== "" &&
    issuer.length <= 64 &&
    !/\p{Cc}/u.test(issuer)
  )
    return issuer;
  return fail(
    "issuer_invalid",
    "The issuer is not a name of 1 to 64 characters.",
    "Pass your product's name.",
  );
}

export function checkBasePath(basePath: unknown): string {
  if (
    typeof basePath === "string" &&
    /^(?:\/[A-Za-z0-9_.~-]+)+$/.test(basePath) &&
    !basePath.includes("/.")
  )
    return basePath;
  return fail(
    "base_path_invalid",
    "The basePath is no plain path.",
    'Pass where the routes are mounted, "/2fa" for instance: a leading slash, none at the end.',
  );
}

export function checkLocal(option: string, path: unknown): string {
  return (
    localPath(path) ??
    fail(
      "base_path_invalid",
      `The option ${option} is no local path.`,
      'Pass a path of this app, "/login" for instance.',
    )
  );
}

export function checkOrigins(origins: unknown, development: boolean): ReadonlySet<string> {
  if (!Array.isArray(origins) || origins.length === 0) {
    return fail(
      "trusted_origins_missing",
      "The option trustedOrigins is missing.",
      'Pass the origins of your pages: ["https://app.example"].',
    );
  }
  for (const origin of origins) {
    const url = typeof origin === "string" && URL.canParse(origin) ? new URL(origin) : null;
    // A wildcard is a legal host name to URL, but no browser ever sends one.
    const exact = url !== null && url.origin === origin && !url.host.includes("*");
    if (!exact || !/^https?:$/.test(url.protocol)) {
      fail(
        "trusted_origin_invalid",
        "A trusted origin is not written as browsers send it.",
        'Write scheme, host and port alone: "https://app.example", no path, no slash at the end, no wildcard.',
      );
    }
    if (url?.protocol === "http:" && !development) {
      fail(
        "trusted_origin_invalid",
        "A trusted origin is plain HTTP.",
        "Use https outside development.",
      );
    }
  }
  return new Set(origins as string[]);
}
