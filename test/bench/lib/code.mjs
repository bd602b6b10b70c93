import { Secret, TOTP } from "otpauth";

export const codeFor = (secret, timestamp = Date.now()) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
