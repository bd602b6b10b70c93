// What stands in every verify, against the bare libraries: comparing a code, opening a secret, one recovery code.
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { Secret, TOTP } from "otpauth";
import { encodeBase32 } from "./lib/base32.mjs";
import { compareRates, printRatios } from "./lib/measure.mjs";
import {
  checkBackupCode,
  decryptSecret,
  decryptUnderMasterKey,
  verifyTotp,
} from "./suite-hooks.mjs";

const wrong = "000000";
// Many secrets in turn, so that nothing profits from seeing one key again and again.
const secrets = Array.from({ length: 512 }, () => encodeBase32(randomBytes(20)));
let turn = 0;
function inTurn(list) {
  turn = (turn + 1) % list.length;
  return list[turn];
}
const next = () => inTurn(secrets);

printRatios(
  "Comparing a wrong code with all three steps (goal: 1.6 times otpauth)",
  await compareRates({
    "otpauth validate from Base32": () =>
      TOTP.validate({ token: wrong, secret: Secret.fromBase32(next()), window: 1 }),
    "second-factor": () => verifyTotp(next(), wrong),
  }),
);

const key = createSecretKey(randomBytes(32));
const rows = Array.from({ length: 512 }, (_, index) => {
  const nonce = randomBytes(12);
  const additional = Buffer.from(`subject ${index}`);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(additional);
  const text = Buffer.concat([cipher.update(randomBytes(20)), cipher.final()]);
  return { nonce, additional, text, tag: cipher.getAuthTag() };
});
function bareOpen() {
  const { nonce, additional, text, tag } = inTurn(rows);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
  decipher.setAAD(additional).setAuthTag(tag);
  const opened = decipher.update(text);
  decipher.final();
  return opened;
}
const betterAuthSealed = await symmetricEncrypt({ key: "x".repeat(32), data: "a".repeat(32) });

printRatios(
  "Opening a sealed secret, key look-up and additional data included (goal: 0.67 of bare AES-256-GCM)",
  await compareRates({
    "node:crypto AES-256-GCM, bare": bareOpen,
    "second-factor": decryptSecret,
    "second-factor, data key under a master key": decryptUnderMasterKey,
    "better-auth symmetricDecrypt": () =>
      symmetricDecrypt({ key: "x".repeat(32), data: betterAuthSealed }),
  }),
);

const tenCodes = await symmetricEncrypt({
  key: "x".repeat(32),
  data: JSON.stringify(Array.from({ length: 10 }, () => randomBytes(8).toString("hex"))),
});
printRatios(
  "A wrong recovery code against ten stored",
  await compareRates({
    "second-factor, one hash": checkBackupCode,
    "better-auth, decrypt and search": async () =>
      JSON.parse(await symmetricDecrypt({ key: "x".repeat(32), data: tenCodes })).includes(
        "wrongwrongwrong1",
      ),
  }),
);
