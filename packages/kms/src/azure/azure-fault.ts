import { MasterKeyError, type MasterKeyFault } from "@second-factor/core";
import { describeFacts, type Facts, partsOf, whole, word } from "../facts-of.js";

/** The client looks at some things before it asks, and throws an Error without a code. */
const ownRefusal =
  "Azure's client did not ask: the key is expired, or not for wrapKey and unwrapKey, or the vault cannot be trusted";

/** Nothing of the error goes along but its codes: it holds the whole request, with what was to be wrapped. */
export function azureFault(error: unknown): MasterKeyError {
  const { name, code, statusCode, details } = partsOf(error);
  const answer = partsOf(partsOf(details).error);
  const inner = word(partsOf(answer.innerError ?? answer.innererror).code);
  const facts = {
    name: word(name),
    code: inner ?? word(code),
    status: whole(statusCode),
    requestId: undefined,
  };
  if (facts.name === "Error" && facts.code === undefined && facts.status === undefined)
    return new MasterKeyError("refused", ownRefusal);
  return new MasterKeyError(faultOf(facts), describeFacts(facts));
}

function faultOf({ name = "", code, status }: Facts): MasterKeyFault {
  // Told with HTTP 403, like a lack of permission.
  if (code === "KeyDisabled" || code === "KeyExpired") return "refused";
  if (status === 401 || status === 403 || /Authentication|CredentialUnavailable/.test(name))
    return "denied";
  if (status === undefined || status === 408 || status === 429 || status >= 500)
    return "unreachable";
  return "refused";
}
