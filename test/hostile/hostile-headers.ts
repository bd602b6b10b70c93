import type { Dice } from "./dice.js";
import { mutated } from "./hostile-bodies.js";

/** A chance, a field, and what may stand in it. Written as latin1: bytes above 0x7f go out as they are. */
const fields: ReadonlyArray<readonly [number, string, readonly string[]]> = [
  [
    0.95,
    "Content-Type",
    [
      "application/json",
      "application/json",
      "application/json",
      "application/json; charset=utf-8",
      "application/json; charset=utf-16",
      "APPLICATION/JSON",
      "application/x-www-form-urlencoded",
      "application/x-www-form-urlencoded",
      'application/x-www-form-urlencoded;charset="UTF-8"',
      "application/problem+json",
      "text/plain",
      "text/html",
      "multipart/form-data; boundary=x",
      "multipart/form-data",
      "application/xml",
      ";;;=",
      "application/json, text/plain",
      "\u00ff",
      "",
    ],
  ],
  [
    0.8,
    "Sec-Fetch-Site",
    [
      "same-origin",
      "same-origin",
      "same-origin",
      "none",
      "cross-site",
      "same-site",
      "",
      "Same-Origin",
    ],
  ],
  [
    0.2,
    "Origin",
    ["null", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "", "\u00e4"],
  ],
  [
    0.4,
    "Accept",
    [
      "text/html",
      "text/html,*/*;q=0.8",
      "application/json",
      "*/*",
      "TEXT/HTML",
      "text/html".repeat(400),
      "",
    ],
  ],
  [0.1, "X-Forwarded-For", ["1.2.3.4", "::1", "1.2.3.4, 5.6.7.8", "' OR 1=1", "unknown", "\u00ff"]],
  [0.1, "Forwarded", ["for=1.2.3.4", "for=_hidden;proto=https", ";;;"]],
  [0.1, "X-Forwarded-Proto", ["https", "http", "javascript"]],
  [0.05, "X-HTTP-Method-Override", ["GET", "DELETE", "POST"]],
  [0.1, "Referer", ["https://evil.example/", "http://127.0.0.1/..//evil", "%", "\u00ff"]],
  [0.1, "User-Agent", ["", "x".repeat(4000), "\u00ff\u00fe", "<script>"]],
  [0.1, "Accept-Language", ["de", "*", ";q=", "x".repeat(1000), "de-DE-1996,en;q=0.8,*;q=0"]],
  [0.1, "Second-Factor", ["", "x", "A".repeat(200), "A".repeat(6000), "\u00ff", "=".repeat(40)]],
  [0.05, "If-None-Match", ["*", '"x"']],
  [0.05, "Range", ["bytes=0-1", "bytes=-1", "x"]],
  [0.05, "TE", ["trailers"]],
  [0.05, "Sec-Fetch-Dest", ["document", "iframe", "\u00ff"]],
];

export function hostileHeaders(dice: Dice): string[] {
  // One in three as a client of the app's own would send it: what is behind the first checks has to be reached too.
  if (dice.chance(0.33)) return ["Content-Type: application/json", "Sec-Fetch-Site: same-origin"];
  return fields.flatMap(([chance, name, values]) =>
    dice.chance(chance) ? [`${name}: ${dice.pick(values)}`] : [],
  );
}

/** The sessions at hand as they are, changed, doubled, or cookies of nobody's. */
export function hostileCookies(dice: Dice, session: string | undefined): string[] {
  if (session === undefined) return [];
  switch (dice.int(16)) {
    case 0:
      return [
        `Cookie: ${mutated(dice, Buffer.from(session))
          .toString("latin1")
          .replace(/[^\t\x20-\xff]/g, "")}`,
      ];
    case 1:
      return [`Cookie: ${session}; ${session}`];
    case 2:
      return [`Cookie: sid=x; ${session}; second-factor=x; second-factor=y`];
    case 3:
      return [
        `Cookie: ${session}; __Host-second-factor=${"A".repeat(300)}; second-factor=${"A".repeat(300)}`,
      ];
    case 4:
      return [`Cookie: ${"x=y; ".repeat(180)}${session}`];
    case 5:
      return [`Cookie: ${session}`, "Cookie: sid=%00%ff; remember=%"];
    default:
      return [`Cookie: ${session}`];
  }
}

export const hostileAuthorization = [
  "Bearer",
  "Bearer ",
  "Bearer x",
  "Bearer alice.jti-1.1767225600000",
  "bearer alice.jti-1.0",
  "DPoP alice.jti-1.1767225600000",
  "Bearer alice.jti-1.999999999999999",
  `Bearer alice.${"j".repeat(2000)}.1767225600000`,
  "Basic",
  "Basic !!!",
  "Basic YWxpY2U6d3Jvbmc=",
  "Digest x",
];
