import fc from "fast-check";
import { TOTP, URI } from "otpauth";
import { describe, expect, it } from "vitest";
import { formatKeyUri } from "../../src/otp/key-uri.js";
import { defaultTotpParameters } from "../../src/otp/totp-parameters.js";
import { rfcSecret } from "./rfc-vectors.js";

const content = {
  issuer: "Acme",
  accountName: "ada@acme.example",
  secret: rfcSecret("SHA1"),
  parameters: defaultTotpParameters,
};

describe("formatKeyUri", () => {
  it("writes only what every app honours", () => {
    expect(formatKeyUri(content)).toBe(
      "otpauth://totp/Acme:ada%40acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme",
    );
  });

  it("names the parameters that differ from the default", () => {
    const parameters = { algorithm: "SHA256", digits: 8, period: 60 } as const;
    expect(formatKeyUri({ ...content, parameters })).toMatch(
      /&issuer=Acme&algorithm=SHA256&digits=8&period=60$/,
    );
    const eight = { ...defaultTotpParameters, digits: 8 };
    expect(formatKeyUri({ ...content, parameters: eight })).toMatch(/&issuer=Acme&digits=8$/);
  });

  it("has one colon, between issuer and account", () => {
    const uri = formatKeyUri({ ...content, issuer: "Acme: EU", accountName: "a:b:c" });
    expect(uri).toContain("/Acme%E2%88%B6%20EU:a%E2%88%B6b%E2%88%B6c?");
    expect(uri).toContain("&issuer=Acme%E2%88%B6%20EU");
    expect(uri.slice("otpauth:".length).match(/:|%3A/gi)).toHaveLength(1);
  });

  it("keeps spaces, umlauts, ampersands and emoji, percent-encoded", () => {
    const issuer = "Müller & Söhne #1?";
    const accountName = "jürgen+x=y 🙂/100%";
    const uri = formatKeyUri({ ...content, issuer, accountName });
    expect(uri).toMatch(/^[\x21-\x7e]+$/);
    const read = URI.parse(uri);
    expect(read).toMatchObject({ issuer, label: accountName });
  });

  it("is read by otpauth as it was meant, whatever the names", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(name, name, (issuer, accountName) => {
        const read = URI.parse(formatKeyUri({ ...content, issuer, accountName }));
        const shown = (text: string) => text.trim().replaceAll(":", "\u2236");
        expect(read).toBeInstanceOf(TOTP);
        expect(read).toMatchObject({ issuer: shown(issuer), label: shown(accountName) });
        expect(read.secret.base32).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
      }),
    );
  });

  it("INJ-12 does not throw at half a surrogate pair", () => {
    expect(formatKeyUri({ ...content, accountName: "a\ud83dz" })).toContain(":a%EF%BF%BDz?");
  });
});
