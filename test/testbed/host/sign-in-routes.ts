import { checkPassword, checkSecret, isUser } from "./bank.js";
import type { HostRoute } from "./bank-routes.js";
import type { HostCall, HostReply } from "./host-call.js";
import { issueToken } from "./identify.js";

const refused: HostReply = { status: 401, json: { error: "wrong credentials" } };

async function signedIn(call: HostCall, user: string | null): Promise<HostReply> {
  if (user === null) return refused;
  await call.signIn(user);
  return { status: 200, json: { user } };
}

const open = (method: HostRoute["method"], path: string, run: HostRoute["run"]): HostRoute => ({
  method,
  path,
  guarded: false,
  run,
});

/** Above the guard: the public page, and every first factor a bank might take. */
export const signInRoutes: readonly HostRoute[] = [
  open("GET", "/", () => ({ status: 200, text: "bank" })),
  open("POST", "/login", async (call) => {
    const { username, password, remember } = await call.fields();
    const user = checkPassword(username, password);
    const reply = await signedIn(call, user);
    if (user === null || remember !== true) return reply;
    const cookie = `remember=${user}-remembered; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000`;
    return { ...reply, headers: [["Set-Cookie", cookie]] };
  }),
  open("GET", "/magic", (call) => signedIn(call, checkSecret("magic", call.query("token")))),
  open("GET", "/oauth/callback", (call) => signedIn(call, checkSecret("code", call.query("code")))),
  open("POST", "/reset", async (call, { engine }) => {
    const user = checkSecret("reset", (await call.fields()).token);
    if (user !== null) await engine.credentialsChanged(user);
    return signedIn(call, user);
  }),
  open("POST", "/token", async (call, { clock }) => {
    const { username, password, jti } = await call.fields();
    const user = checkPassword(username, password);
    if (user === null) return refused;
    return { status: 200, json: { token: issueToken(user, String(jti ?? "jti-1"), clock.now()) } };
  }),
  // The mistake that some hosts make: another account in the same session, under the same id.
  open("POST", "/switch", async (call, { clock }) => {
    const { to } = await call.fields();
    if (!isUser(to)) return refused;
    await call.remember({ user: to, at: clock.now() });
    return { status: 200, json: { user: to } };
  }),
  open("POST", "/logout", async (call) => {
    await call.signOut();
    return { status: 204 };
  }),
  open("POST", "/cart", async (call) => {
    await call.remember({ cart: (await call.fields()).item });
    return { status: 204 };
  }),
  open("GET", "/cart", async (call) => {
    const { cart = null, user = null } = await call.session();
    return { status: 200, json: { cart, user } };
  }),
];
