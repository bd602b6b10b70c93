import { MasterKeyError, type MasterKeyFault } from "@second-factor/core";
import { describeFacts, partsOf, whole, word } from "../facts-of.js";

/** The codes of gRPC that are an answer about the key; all others may be another one the next time. */
const faults: Readonly<Record<number, MasterKeyFault>> = {
  3: "refused", // INVALID_ARGUMENT: what a wrong context or a damaged ciphertext gets
  5: "refused", // NOT_FOUND
  7: "denied", // PERMISSION_DENIED
  9: "refused", // FAILED_PRECONDITION: disabled or destroyed
  16: "denied", // UNAUTHENTICATED
};

/** Nothing of the error goes along but its code: its message and its details are the vendor's to fill. */
export function googleFault(error: unknown): MasterKeyError {
  const { name, code } = partsOf(error);
  const number = whole(code);
  const fault = faults[number ?? -1] ?? "unreachable";
  const said = number === undefined ? word(code) : `gRPC code ${number}`;
  return new MasterKeyError(
    fault,
    describeFacts({ name: word(name), code: said, status: undefined, requestId: undefined }),
  );
}
