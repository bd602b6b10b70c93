export interface MailAddress {
  /** "" where there is none. */
  readonly name: string;
  readonly address: string;
}

/** One message to one address, in the words of nodemailer. */
export interface OutgoingMail {
  from: string | MailAddress;
  to: MailAddress;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  disableFileAccess: true;
  disableUrlAccess: true;
}

/**
 * The one call that is made. The transporters of nodemailer 6 to 10 fit as they are; so does anything else that sends a
 * message and rejects where it could not.
 */
export interface MailTransport {
  sendMail(mail: OutgoingMail): Promise<unknown>;
}
