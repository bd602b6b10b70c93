import { domainOf, MailError } from "./mail-error.js";

/** Of what a list, a comment, a header or a second address could be made. */
const separators = /[\s\p{Cc}\p{Surrogate}<>()[\]\\,;:"]/u;

/**
 * An address of one mailbox, as it is. Whatever could be read as two would show each of them the other.
 *
 * @throws MailError `address_invalid`
 */
export function oneAddress(address: unknown): string {
  if (typeof address !== "string") throw new MailError("address_invalid", "");
  const at = address.lastIndexOf("@");
  const fits = at > 0 && address.length <= 254 && address.indexOf("@") === at;
  if (!fits || separators.test(address) || domainOf(address) === "") {
    throw new MailError("address_invalid", domainOf(address));
  }
  return address;
}
