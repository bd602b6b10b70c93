import { MasterKeyError, type MasterKeyFault } from "@second-factor/core";
import { describeFacts, partsOf, requestIdOf, whole, word } from "../facts-of.js";

const denied =
  /AccessDenied|NotAuthorized|UnrecognizedClient|InvalidClientTokenId|Signature|Expired|MissingAuthentication|OptInRequired|InvalidGrant|Credentials?Provider|TokenProvider/;

/** These are told with HTTP 400, and pass. */
const passing =
  /Throttling|TooManyRequests|LimitExceeded|KeyUnavailable|DependencyTimeout|Internal|CloudHsmCluster|XksProxy|CustomKeyStore/;

/** Nothing of the error goes along but its codes: its message and its response are the vendor's to fill. */
export function awsFault(error: unknown): MasterKeyError {
  const { name, code, $metadata } = partsOf(error);
  const { httpStatusCode, requestId } = partsOf($metadata);
  const facts = {
    name: word(name),
    code: word(code),
    status: whole(httpStatusCode),
    requestId: requestIdOf(requestId),
  };
  return new MasterKeyError(faultOf(facts.name ?? "", facts.status), describeFacts(facts));
}

function faultOf(name: string, status: number | undefined): MasterKeyFault {
  if (denied.test(name) || status === 401 || status === 403) return "denied";
  if (passing.test(name) || status === undefined || status >= 500 || status === 429)
    return "unreachable";
  return "refused";
}
