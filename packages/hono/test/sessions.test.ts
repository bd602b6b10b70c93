import { useSession } from "@hono/session";
import { type Context, Hono } from "hono";
import { beforeEach, expect, test, vi } from "vitest";
import { honoSession } from "../src/index.js";
import { hostData, Storage, sealing, serve, slot, type Work } from "./session-app.js";

let storage: Storage;
beforeEach(() => {
  storage = new Storage();
});

test("rotation: a new id, the host's data, the slot; the old id is dead", async () => {
  const call = serve(storage, (handle) => handle.rotate(slot));
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
  expect(storage.contents()).toHaveLength(1);
});

test("rotation is written before it resolves, with one delete and one set", async () => {
  let held: string[] = [];
  const call = serve(storage, async (handle, c) => {
    const { raw } = c.req;
    storage.calls.length = 0;
    await handle.rotate(slot);
    held = storage.contents();
    expect(c.req.raw).toBe(raw);
  });
  await call("/work", (await call("/login")).cookie);
  expect(held).toEqual([expect.stringContaining("slot-1")]);
  expect(storage.calls).toEqual(["delete", "set"]);
});

test.each([
  ["an age", { duration: { absolute: 600 } }, /Max-Age=600/],
  ["no age", {}, /^(?!.*Max-Age)/],
] as const)("rotation keeps %s", async (_name, options, age) => {
  const call = serve(storage, (handle) => handle.rotate(slot), options);
  expect((await call("/work", (await call("/login")).cookie)).set).toMatch(age);
});

test("rotation carries what the host has changed in this request", async () => {
  const call = serve(storage, async (handle, _c, session) => {
    await session.update((data) => ({ ...data, user: "alice b" }));
    await handle.rotate(slot);
  });
  const { cookie } = await call("/work", (await call("/login")).cookie);
  expect((await call("/state", cookie)).json).toMatchObject({ user: "alice b", slot });
});

test("parallel requests on the old id never see the slot", async () => {
  const call = serve(storage, (handle) => handle.rotate(slot));
  const { cookie: old } = await call("/login");
  storage.beforeSet = new Promise((resolve) => setTimeout(resolve, 30));
  const rotating = call("/work", old);
  const parallel = Array.from({ length: 5 }, () => call("/state", old));
  for (const { json } of await Promise.all(parallel)) expect(json).not.toHaveProperty("slot");
  const { cookie } = await rotating;
  expect((await call("/state", old)).json).not.toHaveProperty("slot");
  expect((await call("/state", cookie)).json.slot).toEqual(slot);
});

test("a storage that does not delete: the old session goes on as it was", async () => {
  const call = serve(storage, (handle) => handle.rotate(slot));
  const { cookie } = await call("/login");
  storage.failing.add("delete");
  const refused = await call("/work", cookie);
  expect([refused.status, refused.json.error, refused.set]).toEqual([503, "delete failed", ""]);
  expect(storage.contents().join()).not.toContain("slot-1");
  expect((await call("/state", cookie)).json).toMatchObject(hostData);
});

test("a storage that does not write: no session has the slot, and nothing rejects unheard", async () => {
  const unheard = vi.fn();
  process.on("unhandledRejection", unheard);
  const call = serve(storage, (handle) => handle.rotate(slot));
  const { cookie: old } = await call("/login");
  storage.failing.add("set");
  const refused = await call("/work", old);
  expect([refused.status, refused.json.error]).toEqual([503, "set failed"]);
  expect(storage.contents()).toEqual([]);
  for (const cookie of [old, refused.cookie]) {
    expect((await call("/state", cookie)).json).not.toHaveProperty("slot");
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", unheard);
  expect(unheard).not.toHaveBeenCalled();
});

test("writing and clearing are waited for and outlive the host's get() and update()", async () => {
  const steps: Work[] = [
    async (handle, _c, session) => {
      await handle.write(slot);
      expect(storage.contents()).toEqual([expect.stringContaining("slot-1")]);
      expect(handle.read()).toEqual(slot);
      await session.get();
      expect(handle.read()).toEqual(slot);
      await session.update((data) => ({ ...data, seen: true }));
      expect(handle.read()).toEqual(slot);
    },
    async (handle) => {
      await handle.write(null);
      expect(storage.contents().join()).not.toContain("slot-1");
      expect(handle.read()).toBeUndefined();
    },
    (handle) => handle.write(null),
  ];
  const call = serve(storage, (...work) => steps.shift()?.(...work));
  const { cookie } = await call("/login");
  await call("/work", cookie);
  expect((await call("/state", cookie)).json).toMatchObject({ ...hostData, slot, seen: true });
  for (let step = 0; step < 2; step += 1) expect((await call("/work", cookie)).status).toBe(200);
  expect((await call("/state", cookie)).json).not.toHaveProperty("slot");
});

test("a change of the host's that is still to be written keeps the slot", async () => {
  const call = serve(storage, async (handle, _c, session) => {
    await session.update((data) => ({ ...data, seen: true }));
    await handle.write(slot);
  });
  const { cookie } = await call("/login");
  await call("/work", cookie);
  expect((await call("/state", cookie)).json).toMatchObject({ ...hostData, slot, seen: true });
});

test("a session that has nothing else in it", async () => {
  const call = serve(storage, (handle) => handle.write(slot));
  const { cookie } = await call("/work");
  expect((await call("/state", cookie)).json.slot).toEqual(slot);
});

test("a session that the host has ended in this request stays ended", async () => {
  const call = serve(storage, async (handle, c, session) => {
    session.delete();
    for (const one of [handle, await honoSession<Context>().open(c, sealing)]) {
      expect([one.read(), one.id]).toEqual([undefined, undefined]);
      await one.write(null);
    }
    await handle.rotate(slot);
  });
  const { cookie } = await call("/login");
  const { status, json } = await call("/work", cookie);
  expect([status, json.error]).toEqual([503, expect.stringContaining("ended")]);
  expect(storage.contents()).toEqual([]);
});

test("refuses what is missing or cannot revoke", async () => {
  const bare = { get: () => undefined } as unknown as Context;
  await expect(honoSession().open(bare, sealing)).rejects.toMatchObject({
    code: "session_missing",
  });
  let code: unknown;
  const app = new Hono();
  app.use(useSession({ secret: "s".repeat(32) }) as never);
  app.get("/", async (c) => {
    await honoSession().open(c, sealing);
    return c.text("");
  });
  app.onError((error, c) => {
    code = (error as { code?: unknown }).code;
    return c.text("");
  });
  await app.request("/");
  expect(code).toBe("session_cannot_revoke");
});

test("without a storage, a binding puts the slot into a sealed cookie of its own", async () => {
  const fields: string[] = [];
  const port = honoSession({ binding: (c: Context) => c.get("session").id });
  expect([port.heldBy, honoSession().heldBy]).toEqual(["client", "server"]);
  const app = new Hono();
  app.use(useSession({ secret: "s".repeat(32) }) as never);
  app.get("/", async (c) => {
    const appendHeader = (_name: string, value: string) => void fields.push(value);
    await (await port.open(c, { ...sealing, appendHeader })).rotate(slot);
    return c.text("ok");
  });
  expect(await (await app.request("/")).text()).toBe("ok");
  expect(fields).toEqual([expect.stringContaining("second-factor=sealed")]);
});
