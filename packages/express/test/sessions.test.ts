import type { Request } from "express";
import { beforeEach, expect, test } from "vitest";
import { expressSession } from "../src/index.js";
import { hostData, Store, serve, slot, unused, type Work } from "./session-app.js";

let store: Store;
beforeEach(() => {
  store = new Store();
});

test("rotation: a new id, the host's data, the slot; the old id is dead", async () => {
  const call = await serve(store, (handle) => handle.rotate(slot));
  const { cookie: old } = await call("POST", "/login");
  const before = await call("GET", "/state", old);
  const { status, cookie } = await call("POST", "/work", old);
  expect(status).toBe(200);
  const after = await call("GET", "/state", cookie);
  expect(after.json).toMatchObject({ ...hostData, slot });
  expect(after.json.id).not.toBe(before.json.id);
  const dead = await call("GET", "/state", old);
  expect(dead.json).not.toHaveProperty("user");
  expect(dead.json).not.toHaveProperty("slot");
  expect(store.contents()).toHaveLength(1);
});

test("rotation is written before it resolves, and the handle follows it", async () => {
  let held: string[] = [];
  let ids: unknown[] = [];
  const call = await serve(store, async (handle, req) => {
    ids = [handle.id];
    await handle.rotate(slot);
    held = store.contents();
    ids.push(handle.id, req.sessionID);
    expect(handle.read()).toEqual(slot);
  });
  await call("POST", "/work", (await call("POST", "/login")).cookie);
  expect(held).toEqual([expect.stringContaining("slot-1")]);
  expect(ids[1]).toBe(ids[2]);
  expect(ids[0]).not.toBe(ids[1]);
});

test.each([
  [
    "the age that the host gave this session",
    "/login?days=30",
    { cookie: { maxAge: 60_000 } },
    30 * 86_400,
  ],
  ["the app's own age", "/login", { cookie: { maxAge: 60_000 } }, 60],
  ["no age", "/login", {}, null],
] as const)("rotation keeps %s", async (_name, login, options, seconds) => {
  const call = await serve(store, (handle) => handle.rotate(slot), options);
  const { cookie } = await call("POST", login);
  const { set } = await call("POST", "/work", cookie);
  expect(set).toContain("connect.sid=");
  const expires = /Expires=([^;]+)/.exec(set)?.[1];
  if (seconds === null) expect(expires).toBeUndefined();
  else expect(Date.parse(expires ?? "") / 1000).toBeCloseTo(Date.now() / 1000 + seconds, -1);
});

test.each([true, false])(
  "parallel requests on the old id never see the slot (resave %s)",
  async (resave) => {
    const call = await serve(store, (handle) => handle.rotate(slot), { resave });
    const { cookie: old } = await call("POST", "/login");
    let release = () => {};
    store.beforeSet = new Promise((resolve) => {
      release = resolve;
    });
    const rotating = call("POST", "/work", old);
    const parallel = Array.from({ length: 5 }, () => call("GET", "/state", old));
    setTimeout(release, 30);
    for (const { json } of await Promise.all(parallel)) expect(json).not.toHaveProperty("slot");
    const { cookie } = await rotating;
    expect((await call("GET", "/state", old)).json).not.toHaveProperty("slot");
    expect((await call("GET", "/state", cookie)).json.slot).toEqual(slot);
  },
);

test("a store that does not destroy: the old session goes on as it was", async () => {
  const call = await serve(store, (handle) => handle.rotate(slot));
  const { cookie } = await call("POST", "/login");
  store.failing.add("destroy");
  const refused = await call("POST", "/work", cookie);
  expect([refused.status, refused.json.error, refused.set]).toEqual([503, "destroy failed", ""]);
  expect(store.contents().join()).not.toContain("slot-1");
  expect((await call("GET", "/state", cookie)).json).toMatchObject(hostData);
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
  const { cookie: old } = await call("POST", "/login");
  const refused = await call("POST", "/work", old);
  expect([refused.status, refused.json.error]).toEqual([503, "set failed"]);
  expect(store.contents().join()).not.toContain("slot-1");
  for (const cookie of [old, refused.cookie]) {
    expect((await call("GET", "/state", cookie)).json).not.toHaveProperty("slot");
  }
});

test("writing goes along with the host's own save; clearing is waited for", async () => {
  const steps: Work[] = [
    (handle) => handle.write(slot),
    async (handle) => {
      await handle.write(null);
      expect(store.contents().join()).not.toContain("slot-1");
    },
    (handle) => handle.write(null),
  ];
  const call = await serve(store, (handle, req) => steps.shift()?.(handle, req));
  const { cookie } = await call("POST", "/login");
  await call("POST", "/work", cookie);
  expect((await call("GET", "/state", cookie)).json).toMatchObject({ ...hostData, slot });
  expect((await call("POST", "/work", cookie)).status).toBe(200);
  expect((await call("GET", "/state", cookie)).json).not.toHaveProperty("slot");
  store.failing.add("set");
  expect((await call("POST", "/work", cookie)).status).toBe(200);
});

test("clearing that fails says so", async () => {
  const steps: Work[] = [(handle) => handle.write(slot), (handle) => handle.write(null)];
  const call = await serve(store, (handle, req) => steps.shift()?.(handle, req));
  const { cookie } = await call("POST", "/login");
  await call("POST", "/work", cookie);
  store.failing.add("set");
  expect((await call("POST", "/work", cookie)).status).toBe(503);
});

test("a session that the host has ended in this request", async () => {
  const call = await serve(store, async (handle, req) => {
    await new Promise((resolve) => req.session.destroy(resolve));
    const port = expressSession();
    for (const one of [handle, await port.open(req, unused)]) {
      expect([one.read(), one.id]).toEqual([undefined, undefined]);
      await one.write(null);
    }
    await handle.rotate(slot);
  });
  const { status, json } = await call("POST", "/work", (await call("POST", "/login")).cookie);
  expect([status, json.error]).toEqual([503, expect.stringContaining("ended")]);
});

test("refuses what is not express-session", () => {
  const open = (request: object) => () => expressSession().open(request as Request, unused);
  expect(open({})).toThrow(expect.objectContaining({ code: "session_missing" }));
  expect(open({ session: {} })).toThrow(expect.objectContaining({ code: "session_cannot_rotate" }));
});

test("the key is the host's to choose", async () => {
  const request = { session: { regenerate() {}, other: slot }, sessionStore: {}, sessionID: "1" };
  const handle = await expressSession({ key: "other" }).open(request as unknown as Request, unused);
  expect(handle.read()).toEqual(slot);
});
