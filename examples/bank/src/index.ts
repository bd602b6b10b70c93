export { type Bank, type BankOptions, createBank } from "./bank.js";
export { basePath } from "./engine.js";
export { MemorySessions } from "./memory-sessions.js";
export { hashPassword } from "./password.js";
export type { BankReply } from "./reply.js";
export { serve } from "./serve.js";
export type { BankUser, SignedIn } from "./users.js";
export type { Visit } from "./visit.js";
