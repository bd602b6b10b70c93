import { MasterKeyError } from "@second-factor/core";
import { describe, expect, it } from "vitest";
import { awsFault } from "../src/aws/aws-fault.js";
import { azureFault } from "../src/azure/azure-fault.js";
import { googleFault } from "../src/google/google-fault.js";
import { pkcs11Fault } from "../src/pkcs11/pkcs11-fault.js";

const secret = "c2VjcmV0IGRhdGEga2V5";

describe.each([
  ["AWS", awsFault],
  ["Google", googleFault],
  ["Azure", azureFault],
  ["PKCS#11", pkcs11Fault],
])("an error of %s", (_whose, faultFrom) => {
  /** Vendors put what they like into an error; each of these fields has held a request somewhere. */
  const hostile = {
    name: secret,
    message: `cannot wrap ${secret}`,
    code: secret,
    $metadata: { httpStatusCode: `400 ${secret}`, requestId: `id: ${secret}` },
    statusCode: secret,
    request: { body: secret },
    details: { error: { innerError: { code: `not a code, ${secret}` } } },
  };

  it.each([hostile, Object.assign(new Error(secret), hostile), secret, null, undefined, 7])(
    "gives on nothing that was sent, whatever it is (%#)",
    (error) => {
      const failure = faultFrom(error);
      expect(failure).toBeInstanceOf(MasterKeyError);
      expect(failure.cause).toBeUndefined();
      expect(`${failure.message} ${failure.stack} ${JSON.stringify(failure)}`).not.toContain(
        secret,
      );
    },
  );

  it("is an outage where nobody knows what it means", () => {
    expect(faultFrom({}).fault).toBe("unreachable");
  });
});
