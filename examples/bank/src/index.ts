export { type Bank, type BankOptions, createBank } from "./bank.js";
export { basePath } from "./engine.js";
export { greet } from "./greeting.js";
export { type Ledger, openingBalance, type Transfer } from "./ledger.js";
export { MemorySessions } from "./memory-sessions.js";
export { hashPassword } from "./password.js";
export type { BankReply } from "./reply.js";
export { type BankUser, exampleUsers, type SignedIn } from "./users.js";
export type { Visit } from "./visit.js";
