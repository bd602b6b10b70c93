import type { Source } from "./source.js";

/** Plain CSV, and otplib, which hands out Base32 for the app to keep. The engine judges it. */
export const base32Source: Source = {
  notes: [],
  readSecret(value) {
    if (value === undefined) return { problem: "secret_missing" };
    return typeof value === "string" ? { secret: value } : { problem: "secret_malformed" };
  },
};
