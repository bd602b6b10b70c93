import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, createClient, type Reply } from "../testbed/client/client.js";
import { createWire, type Wire } from "../testbed/client/wire.js";
import { enroll } from "./enroll.js";
import { startExample } from "./example-process.js";
import type { ServedProcess } from "./served-process.js";

const codeOf = (reply: Reply) => [reply.status, reply.json<{ code: string }>().code];
const transfer = { json: { to: "bob", amount: 25 } };

describe.each(["hono-workers", "hono-deno", "hono-bun"] as const)("the %s example", (name) => {
  let bank: ServedProcess;
  let wire: Wire;
  const newClient = (): Client => createClient({ wire, clock: Date, basePath: "/2fa" });
  beforeAll(async () => {
    bank = await startExample(name);
    wire = createWire(bank.port);
  });
  afterAll(async () => {
    wire?.close();
    await bank?.stop("SIGINT");
  });

  test("is the same bank for a program as on Node", async () => {
    const alice = newClient();
    expect(codeOf(await alice.request("GET", "/account"))).toEqual([401, "sign_in_required"]);
    const wrong = { username: "alice", password: "bob-password" };
    expect(codeOf(await alice.request("POST", "/login", { json: wrong }))).toEqual([
      401,
      "wrong_password",
    ]);
    await alice.login("alice");
    expect(codeOf(await alice.request("GET", "/admin"))).toEqual([403, "admins_only"]);
    expect((await alice.request("POST", "/transfer", transfer)).code).toBe("enrollment_required");
    const { phone, usedCode } = await enroll(alice, Date);
    const foreign = {
      form: { to: "bob", amount: "1" },
      headers: { "sec-fetch-site": "cross-site" },
    };
    expect(codeOf(await alice.request("POST", "/transfer", foreign))).toEqual([403, "cross_site"]);
    const transfers = await Promise.all(
      Array.from({ length: 8 }, () => alice.request("POST", "/transfer", transfer)),
    );
    expect(transfers.map(({ status }) => status)).toEqual(transfers.map(() => 200));
    expect((await alice.request("GET", "/account")).json()).toMatchObject({ balance: 124_800 });
    const poor = { json: { to: "bob", amount: 124_800.01 } };
    expect(codeOf(await alice.request("POST", "/transfer", poor))).toEqual([
      400,
      "transfer_refused",
    ]);

    const others = Array.from({ length: 4 }, newClient);
    await Promise.all(others.map((other) => other.login("alice")));
    const tries = await Promise.all(others.map((other) => other.verify(phone.code(1))));
    const inside = others.filter((_, index) => tries[index]?.status === 200);
    expect(inside, "sessions that one code let in").toHaveLength(1);
    const late = newClient();
    await late.login("alice");
    expect((await late.verify(usedCode)).status, "a code that was used before").not.toBe(200);

    expect((await alice.request("POST", "/logout")).status).toBe(200);
    expect((await alice.request("GET", "/")).json()).toMatchObject({ signedIn: null });
  });

  test("lets whom the policy asks for a second factor in with one", async () => {
    const carol = newClient();
    await carol.login("carol");
    expect((await carol.request("GET", "/admin")).code).toBe("enrollment_required");
    await enroll(carol, Date);
    const { accounts } = (await carol.request("GET", "/admin")).json<{ accounts: unknown[] }>();
    expect(accounts).toHaveLength(4);
  });

  // The last one: from then on nobody is let in from here.
  test("knows the address of the client, and what comes from it", async () => {
    const [guesser, neighbour] = [newClient(), newClient()];
    await guesser.login("bob");
    await enroll(guesser, Date);
    await neighbour.login("dave");
    const { phone } = await enroll(neighbour, Date);
    // Three codes at once have no budget of the account's; failures before this count too.
    const guesses = await guessUntilRefused(guesser, 51);
    expect(guesses.at(-1)?.status, `guess ${guesses.length} of an address`).toBe(429);
    expect((await neighbour.verify(phone.code(1))).status, "another account from there").toBe(429);
  });
});

async function guessUntilRefused(guesser: Client, most: number): Promise<Reply[]> {
  const replies: Reply[] = [];
  while (replies.length < most && replies.at(-1)?.status !== 429) {
    replies.push(await guesser.verify("000000 111111 222222"));
  }
  return replies;
}
