import { routeTable } from "@second-factor/core/http";
import type { Dice } from "./dice.js";

/** The routes that take codes more often than others: they have the most to lose. */
const routes = routeTable.flatMap(({ method, path }) =>
  Array.from({ length: /verify|redeem|confirm/.test(path) ? 8 : 1 }, () => ({
    method,
    path: `/2fa${path}`,
  })),
);
const others = [
  ...["/2fa", "/2fa/", "/2fa/styles.css", "/2fa/script.js"].map((path) => ({
    method: "GET",
    path,
  })),
  ...["/account", "/admin", "/secret", "/nothing"].map((path) => ({ method: "GET", path })),
  ...["/transfer", "/link-identity", "/secret"].map((path) => ({ method: "POST", path })),
];

const ids = [
  "",
  "x",
  "..",
  "%2e%2e",
  "a.b",
  "__proto__",
  "constructor",
  "x".repeat(64),
  "x".repeat(65),
  "%00",
  "%ff",
  "ä",
];

const returnTo = [
  "//evil.example",
  "/\\evil.example",
  "/..//evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "%0d%0aSet-Cookie:%20x=y",
  "/account%0d%0aX:%20y",
  "%ff",
  "%",
  "/account",
  "/%2e%2e/%2fevil.example",
];

const disguises: ReadonlyArray<(path: string) => string> = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => path.replace("/2fa", "/2fa/"),
  (path) => path.replace("/2fa", "/2FA"),
  (path) => path.replace("/2fa", "/2fa/."),
  (path) => path.replace("/2fa", "/x/../2fa"),
  (path) => path.replace("/2fa", "/%32fa"),
  (path) => path.replace("verify", "%76erify"),
  (path) => `${path};x=y`,
  (path) => `${path}%00`,
  (path) => `${path}%2f`,
  (path) => `${path}.css`,
  (path) => `${path}%c0%af`,
  (path) => `${path}\\`,
  (path) => `${path}\u00ff\u00fe`,
  (path) => path + "/a".repeat(2000),
  (path) => `http://evil.example${path}`,
  (path) => `https://user:pass@evil.example:99999${path}`,
  (path) => path.slice(1),
  (path) => path.toUpperCase(),
];

export interface Target {
  readonly method: string;
  readonly path: string;
}

const methods = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "PURGE",
  "SEARCH",
  "MKCOL",
  "LINK",
  "REPORT",
];

/** Mostly a real route by its own method: else nothing behind the matcher would ever be reached. */
export function hostileTarget(dice: Dice, known: readonly string[]): Target {
  const { method, path } = dice.chance(0.85) ? dice.pick(routes) : dice.pick(others);
  const id = dice.chance(0.6) ? dice.pick(known) : dice.pick(ids);
  let target = path.replace(":id", id);
  if (dice.chance(0.08)) target = dice.pick(disguises)(target);
  if (dice.chance(0.3)) target += `?return_to=${dice.pick(returnTo)}`;
  if (dice.chance(0.05)) target += "?authenticatorId=__proto__&authenticatorId=x&a[b]=c&%zz=%";
  return { method: dice.chance(0.85) ? method : dice.pick(methods), path: target };
}
