import { Secret } from "otpauth";

export const encodeBase32 = (bytes) => new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
