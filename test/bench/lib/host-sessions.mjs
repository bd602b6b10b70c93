import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from "node:crypto";

/** The least a host can have for a session: a signed cookie, checked once per request. */
export function hostSessions() {
  const key = createSecretKey(randomBytes(32));
  const mac = (text) => createHmac("sha256", key).update(text).digest();
  let last = { field: undefined, session: null };

  function open(field) {
    const value = /(?:^|; )sid=([^;]+)/.exec(field)?.[1];
    if (value === undefined) return null;
    const dot = value.indexOf(".");
    const text = value.slice(0, dot);
    const given = Buffer.from(value.slice(dot + 1), "base64url");
    const expected = mac(text);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return JSON.parse(Buffer.from(text, "base64url").toString());
  }

  return {
    cookie(session) {
      const text = Buffer.from(JSON.stringify(session)).toString("base64url");
      return `sid=${text}.${mac(text).toString("base64url")}`;
    },
    /** Asked for twice per request: for the subject and for the binding. */
    read(field) {
      if (field === undefined) return null;
      if (last.field !== field) last = { field, session: open(field) };
      return last.session;
    },
  };
}
