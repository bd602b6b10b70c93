import { describe, expect, it } from "vitest";
import { memoryRecords } from "../../src/index.js";
import { actingApp, transfer } from "./acting-app.js";

const pass = { pass: true };
const refused = { pass: false };

/** A session that the client holds: whoever kept a copy can bring it back. */
const heldByClient = { sessionHeldBy: "client" } as const;
const subject = (id: string, now: number) => ({ id, name: id, authenticatedAt: now });

describe("a grant that was kept", () => {
  it("is used up in every copy of the session", async () => {
    const app = actingApp();
    await app.enrolled("alice");
    const { secret } = await app.enrolled("bob");
    const session = app.session(subject("bob", app.now()), heldByClient);
    await app.verify(session, secret, transfer);
    const copy = structuredClone(session.state.slot);
    expect(await app.act(session, transfer)).toMatchObject(pass);
    session.state.slot = structuredClone(copy);
    expect(await app.act(session, transfer)).toMatchObject(refused);
    // For as long as any route would take it, also when the records make room.
    app.advance(1800);
    const other = app.session(subject("bob", app.now()), heldByClient);
    await app.verify(other, secret, { action: "transfer:43" });
    expect(await app.act(other, { action: "transfer:43" })).toMatchObject(pass);
    app.advance(1700);
    session.state.slot = copy;
    const late = { ...transfer, maxAgeSeconds: 3600 };
    expect(await app.act(session, late)).toMatchObject(refused);
  });

  it("is used up on every server, also where one knew it before", async () => {
    const records = memoryRecords();
    const [one, other] = [actingApp({ records }), actingApp({ records })];
    const { session, secret } = await one.enrolled("alice");
    await one.verify(session, secret, transfer);
    const there = other.signIn("alice");
    there.state.slot = structuredClone(session.state.slot);
    other.advance(60);
    expect(await one.act(session, transfer)).toMatchObject(pass);
    expect(await other.act(there, transfer)).toMatchObject(refused);
  });

  it("ends with the session it was made in", async () => {
    const app = actingApp();
    const { secret } = await app.enrolled("alice");
    const session = app.session(subject("alice", app.now()), heldByClient);
    await app.verify(session, secret, transfer);
    const copy = structuredClone(session.state.slot);
    await app.engine.signOut(session.request("POST", "/logout"));
    session.state.slot = copy;
    expect(await app.act(session, transfer)).toMatchObject(refused);
  });

  it("ends with the epoch", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    await app.verify(session, secret, transfer);
    await app.engine.credentialsChanged("alice");
    expect(await app.act(session, transfer)).toMatchObject(refused);
  });

  it("ends with the next verification, which was for something else", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    await app.verify(session, secret, transfer);
    await app.verify(session, secret, { action: "transfer:43" });
    expect(await app.act(session, transfer)).toMatchObject(refused);
    expect(await app.act(session, { action: "transfer:43" })).toMatchObject(pass);
  });

  it("opens nothing in another session, nor beside another mark", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    await app.verify(session, secret, transfer);
    const { grant } = session.state.slot as { grant: object };
    const other = app.signIn("alice");
    await app.verify(other, secret);
    other.state.slot = { ...(other.state.slot as object), grant };
    expect(await app.act(other, transfer)).toMatchObject(refused);
    for (const odd of [{ ...grant, more: 1 }, { action: "transfer:42" }, "transfer:42", [grant]]) {
      other.state.slot = { ...(other.state.slot as object), grant: odd };
      expect(await app.act(other, transfer), JSON.stringify(odd)).toMatchObject(refused);
    }
    const bob = app.signIn("bob");
    await app.enrolled("bob");
    bob.state.slot = structuredClone(session.state.slot);
    expect(await app.act(bob, transfer)).toMatchObject(refused);
    expect(await app.act(session, transfer)).toMatchObject(pass);
  });

  it("lets nothing pass where the records can't tell whether it was used", async () => {
    const store = memoryRecords();
    let broken = false;
    const records = {
      ...store,
      forNamespace(namespace: string) {
        const inner = store.forNamespace(namespace);
        return Object.assign(Object.create(inner) as typeof inner, {
          revokeMark: (...args: Parameters<typeof inner.revokeMark>) =>
            broken ? Promise.reject(new Error("down")) : inner.revokeMark(...args),
        });
      },
    };
    const app = actingApp({ records });
    const { session, secret } = await app.enrolled("alice");
    await app.verify(session, secret, transfer);
    broken = true;
    expect(await app.act(session, transfer)).toMatchObject({ ...refused, reply: { status: 503 } });
    broken = false;
    expect(await app.act(session, transfer), "the request can be sent again").toMatchObject(pass);
  });

  it("travels sealed with a token, and is used up there too", async () => {
    const app = actingApp();
    const { secret } = await app.enrolled("alice");
    const token = { ...subject("alice", app.now()), tokenId: "jti-1" };
    const program = app.session(token);
    const asked = await app.act(program, transfer);
    expect(asked).toMatchObject({ ...refused, reply: { status: 401 } });
    const reply = await app.verify(program, secret, transfer);
    const marked = new Map(reply.headers).get("Second-Factor") ?? "";
    const headers = { "second-factor": marked };
    const other = app.session({ ...token, tokenId: "jti-2" });
    expect(await app.act(other, transfer, { headers })).toMatchObject(refused);
    const done = await app.act(program, transfer, { headers });
    expect(done).toMatchObject(pass);
    expect(await app.act(program, transfer, { headers })).toMatchObject(refused);
    const after = done.pass ? (new Map(done.headers).get("Second-Factor") ?? "") : "";
    expect(after, "the field without the grant").not.toBe("");
    const still = app.engine.evaluate(
      program.request("POST", "/", { headers: { "second-factor": after } }),
    );
    expect(await still).toMatchObject(pass);
  });
});
