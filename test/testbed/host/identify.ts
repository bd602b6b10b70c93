import type { Bank } from "./bank.js";
import { checkPassword, checkSecret, isUser } from "./bank.js";
import type { HostCall, Visitor } from "./host-call.js";

/** Every way the bank tells who is asking: a token, basic authentication, the session, the remember-me cookie. */
export async function identify(bank: Bank, call: HostCall): Promise<Visitor | null> {
  const authorization = call.header("authorization") ?? "";
  const found = /^bearer /i.test(authorization)
    ? fromToken(authorization.slice(7))
    : /^basic /i.test(authorization)
      ? fromBasic(bank, authorization.slice(6))
      : ((await fromSession(call)) ?? (await fromRememberMe(bank, call)));
  return found !== null && bank.disabled.has(found.user) ? null : found;
}

/** `NAME.JTI.AUTH_TIME`, the time in milliseconds: all that a signed token would prove. */
export function issueToken(user: string, jti: string, authenticatedAt: number): string {
  return `${user}.${jti}.${authenticatedAt}`;
}

function fromToken(token: string): Visitor | null {
  // What a signature would vouch for: whoever holds a token can change nothing of it.
  const [, user, tokenId = "", time] =
    /^([\w-]+)\.([\w-]{0,64})\.([1-9]\d{0,14})$/.exec(token) ?? [];
  if (!isUser(user)) return null;
  return { user, authenticatedAt: Number(time), ...(tokenId !== "" && { tokenId }) };
}

function fromBasic(bank: Bank, credentials: string): Visitor | null {
  const [name, password] = fromBase64(credentials).split(":");
  const user = checkPassword(name, password);
  return user === null ? null : { user, authenticatedAt: bank.clock.now() };
}

function fromBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return "";
  }
}

async function fromSession(call: HostCall): Promise<Visitor | null> {
  const { user, at } = await call.session();
  return isUser(user) ? { user, authenticatedAt: Number(at) } : null;
}

async function fromRememberMe(bank: Bank, call: HostCall): Promise<Visitor | null> {
  const cookie = /(?:^|;\s*)remember=([^;]+)/.exec(call.header("cookie") ?? "")?.[1];
  const user = checkSecret("remembered", cookie);
  if (user === null) return null;
  await call.signIn(user);
  return { user, authenticatedAt: bank.clock.now() };
}
