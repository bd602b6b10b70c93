import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "koa";
import { beforeEach, expect, test } from "vitest";
import { koaSession } from "../src/index.js";
import { hostData, Store, sealing, serve, slot, type Work } from "./session-app.js";

let store: Store;
beforeEach(() => {
  store = new Store();
});

test("rotation: a new id, the host's data, the slot; the old id is dead", async () => {
  const call = await serve(store, (handle) => handle.rotate(slot));
  const { cookie: old } = await call("/login");
  const before = await call("/state", old);
  const { status, cookie } = await call("/work", old);
  expect(status).toBe(200);
  const after = await call("/state", cookie);
  expect(after.json).toMatchObject({ ...hostData, slot });
  expect(after.json.id).not.toBe(before.json.id);
  const dead = await call("/state", old);
  expect(dead.json).not.toHaveProperty("user");
  expect(dead.json).not.toHaveProperty("slot");
  expect(store.contents()).toHaveLength(1);
});

test("rotation is written before it resolves", async () => {
  let held: string[] = [];
  const call = await serve(store, async (handle) => {
    await handle.rotate(slot);
    held = store.contents();
    expect(handle.read()).toEqual(slot);
  });
  await call("/work", (await call("/login")).cookie);
  expect(held).toEqual([expect.stringContaining("slot-1")]);
});

test.each([
  [
    "the age that the host gave this session",
    "/login?days=30",
    { maxAge: 60_000 },
    30 * 86_400_000,
  ],
  ["the app's own age", "/login", { maxAge: 60_000 }, 60_000],
] as const)("rotation keeps %s", async (_name, login, options, age) => {
  const call = await serve(store, (handle) => handle.rotate(slot), options);
  const { set } = await call("/work", (await call(login)).cookie);
  const expires = Date.parse(/expires=([^;]+)/.exec(set)?.[1] ?? "");
  expect(expires / 1000).toBeCloseTo((Date.now() + age) / 1000, -1);
  expect(JSON.parse(store.contents()[0] ?? "{}")).toMatchObject({ _maxAge: age });
});

test.each([true, false])(
  "rotation keeps a session without an age (autoCommit %s)",
  async (autoCommit) => {
    const work: Work = async (handle) => {
      await handle.rotate(slot);
      await handle.write({ ...slot, formToken: "next" });
    };
    const call = await serve(store, work, { maxAge: "session", autoCommit });
    const { set, cookie } = await call("/work", (await call("/login")).cookie);
    expect(set).toMatch(/^koa\.sess=[^;]{10}/);
    expect(set).not.toContain("expires");
    const [held] = store.contents().map((entry) => JSON.parse(entry));
    expect(held).toMatchObject({ _session: true, secondFactor: { formToken: "next" } });
    expect(held).not.toHaveProperty("_maxAge");
    expect((await call("/state", cookie)).json).toMatchObject(hostData);
  },
);

test("parallel requests on the old id never see the slot", async () => {
  const call = await serve(store, (handle) => handle.rotate(slot));
  const { cookie: old } = await call("/login");
  store.beforeSet = delay(30);
  const rotating = call("/work", old);
  const parallel = Array.from({ length: 5 }, () => call("/state", old));
  for (const { json } of await Promise.all(parallel)) expect(json).not.toHaveProperty("slot");
  const { cookie } = await rotating;
  expect((await call("/state", old)).json).not.toHaveProperty("slot");
  expect((await call("/state", cookie)).json.slot).toEqual(slot);
});

test("a store that does not destroy: the old session goes on as it was", async () => {
  const call = await serve(store, (handle) => handle.rotate(slot));
  const { cookie } = await call("/login");
  store.failing.add("destroy");
  const refused = await call("/work", cookie);
  expect([refused.status, refused.json.error, refused.set]).toEqual([503, "destroy failed", ""]);
  expect(store.contents().join()).not.toContain("slot-1");
  expect((await call("/state", cookie)).json).toMatchObject(hostData);
});

test("a store that does not write: no session has the slot", async () => {
  const call = await serve(store, async (handle) => {
    store.failing.add("set");
    try {
      await handle.rotate(slot);
    } finally {
      expect(handle.read()).toBeUndefined();
      store.failing.clear();
    }
  });
  const { cookie: old } = await call("/login");
  const refused = await call("/work", old);
  expect([refused.status, refused.json.error]).toEqual([503, "set failed"]);
  expect(store.contents().join()).not.toContain("slot-1");
  for (const cookie of [old, refused.cookie]) {
    expect((await call("/state", cookie)).json).not.toHaveProperty("slot");
  }
});

test("a failed rotation leaves the slot of before", async () => {
  const steps: Work[] = [
    (handle) => handle.write(slot),
    (handle) => handle.rotate({ ...slot, id: "2" }),
  ];
  const call = await serve(store, (handle, ctx) => steps.shift()?.(handle, ctx));
  const { cookie } = await call("/login");
  await call("/work", cookie);
  store.failing.add("destroy");
  expect((await call("/work", cookie)).status).toBe(503);
  expect((await call("/state", cookie)).json.slot).toEqual(slot);
});

test.each([true, false])("writing and clearing (autoCommit %s)", async (autoCommit) => {
  const steps: Work[] = [
    (handle) => handle.write(slot),
    (handle) => handle.write(null),
    (handle) => handle.write(null),
  ];
  const call = await serve(store, (handle, ctx) => steps.shift()?.(handle, ctx), { autoCommit });
  const { cookie } = await call("/login");
  await call("/work", cookie);
  expect((await call("/state", cookie)).json).toMatchObject({ ...hostData, slot });
  await call("/work", cookie);
  expect((await call("/state", cookie)).json).not.toHaveProperty("slot");
  expect((await call("/work", cookie)).status).toBe(200);
});

test("a session that the host has ended in this request", async () => {
  const call = await serve(store, async (handle, ctx) => {
    ctx.session = null;
    for (const one of [handle, await koaSession().open(ctx, sealing)]) {
      expect([one.read(), one.id]).toEqual([undefined, undefined]);
      await one.write(null);
    }
    await handle.rotate(slot);
  });
  const { status, json } = await call("/work", (await call("/login")).cookie);
  expect([status, json.error]).toEqual([503, expect.stringContaining("ended")]);
});

test("a store that is made per request counts as one", async () => {
  class ContextStore {
    get = (key: string) => store.get(key);
    set = (key: string, data: object, maxAge: unknown) => store.set(key, data, maxAge);
    destroy = (key: string) => store.destroy(key);
  }
  // koa-session wants the methods on the prototype.
  Object.assign(ContextStore.prototype, { get() {}, set() {}, destroy() {} });
  const call = await serve(store, (handle) => handle.rotate(slot), {
    store: undefined,
    ContextStore,
  });
  const { cookie } = await call("/work", (await call("/login")).cookie);
  expect((await call("/state", cookie)).json).toMatchObject({ ...hostData, slot });
});

test("refuses what cannot rotate or revoke", async () => {
  const open = (context: object) => () => koaSession().open(context as Context, sealing);
  const code = (name: string) => expect.objectContaining({ code: name });
  expect(open({})).toThrow(code("session_missing"));
  expect(open({ session: {} })).toThrow(code("session_missing"));
  expect(open({ session: {}, sessionOptions: {} })).toThrow(code("session_cannot_revoke"));
  expect(open({ session: {}, sessionOptions: { store: {} } })).toThrow(
    code("session_cannot_rotate"),
  );
});

test("without a store, a binding puts the slot into a sealed cookie of its own", async () => {
  const fields: string[] = [];
  const port = koaSession({ binding: (ctx: Context) => ctx.session?.user });
  expect([port.heldBy, koaSession().heldBy]).toEqual(["client", "server"]);
  const context = { session: { user: "alice" }, sessionOptions: {} } as unknown as Context;
  const appendHeader = (_name: string, value: string) => void fields.push(value);
  const handle = await port.open(context, { ...sealing, appendHeader });
  await handle.rotate(slot);
  expect(fields).toEqual([expect.stringContaining("second-factor=sealed")]);
  expect(context.session).toEqual({ user: "alice" });
});
