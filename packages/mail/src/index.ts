export type { MessagesByLanguage, MessagesOverride } from "./catalogs.js";
export { english, type Messages } from "./english.js";
export type { MailFacts, Sentences } from "./facts.js";
export { MailError } from "./mail-error.js";
export { type MailNotifierOptions, mailNotifier } from "./mail-notifier.js";
export type { MailAddress, MailTransport, OutgoingMail } from "./transport.js";
