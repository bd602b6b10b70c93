import { MasterKeyError } from "@second-factor/core";
import { partsOf, word } from "../facts-of.js";

const denied = /^CKR_(?:PIN_|USER_)/;
const refused =
  /^CKR_(?:ENCRYPTED_DATA_|AEAD_|KEY_|MECHANISM_|FUNCTION_NOT_SUPPORTED|ATTRIBUTE_|TEMPLATE_|DATA_|ARGUMENTS_BAD)/;
/** What is left of a session after the token, the network or another user of the library took it away. */
const lost =
  /^CKR_(?:SESSION_|OBJECT_HANDLE_INVALID|KEY_HANDLE_INVALID|CRYPTOKI_NOT_INITIALIZED|USER_NOT_LOGGED_IN|DEVICE_|TOKEN_NOT_|SLOT_ID_INVALID|OPERATION_ACTIVE)/;

/** "CKR_PIN_INCORRECT"; nothing where it is no answer of the library. */
export const codeOf = (error: unknown): string | undefined => word(partsOf(error).message);

export const isLost = (error: unknown): boolean => lost.test(codeOf(error) ?? "");

export const isPinRefusal = (error: unknown): boolean => /^CKR_PIN_/.test(codeOf(error) ?? "");

export function pkcs11Fault(error: unknown): MasterKeyError {
  if (error instanceof MasterKeyError) return error;
  const code = codeOf(error);
  if (code === undefined || !code.startsWith("CKR_"))
    return new MasterKeyError("unreachable", "the library failed without a code");
  if (isLost(error)) return new MasterKeyError("unreachable", code);
  if (denied.test(code)) return new MasterKeyError("denied", code);
  return new MasterKeyError(refused.test(code) ? "refused" : "unreachable", code);
}
