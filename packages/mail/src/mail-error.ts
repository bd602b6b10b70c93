/**
 * That a message did not go out. It names the domain and the transport's code, and nothing else: what a transport throws
 * may carry the address, the whole message or the server's answer, and with them a link that nobody else may have.
 */
export class MailError extends Error {
  override readonly name = "MailError";
  /** The transport's own, "ECONNREFUSED" for instance; "address_invalid" for what is no address; else "unknown". */
  readonly code: string;
  /** Of the address; "" where there is none. */
  readonly domain: string;

  constructor(code: string, domain: string) {
    super(`Mail to ${domain || "an address without a domain"} was not sent: ${code}.`);
    this.code = code;
    this.domain = domain;
  }
}

/** An error made anew of what a transport threw. */
export function mailErrorFrom(thrown: unknown, address: string): MailError {
  const { code } = (thrown ?? {}) as { code?: unknown };
  const isCode = typeof code === "string" && /^[A-Z][A-Z0-9_]{1,31}$/.test(code);
  return new MailError(isCode ? code : "unknown", domainOf(address));
}

/** Letters, digits, dots and hyphens, also of other scripts; "" for everything else. */
export function domainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.-]{0,251}[\p{L}\p{M}\p{N}])?$/u.test(domain)
    ? domain
    : "";
}
