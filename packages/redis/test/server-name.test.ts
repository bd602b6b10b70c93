import { expect, it } from "vitest";
import { serverName } from "../src/clients/server-name.js";

it.each([
  ["redis://user:secret@cache.example:6380/2", "cache.example:6380"],
  ["rediss://:secret@cache.example", "cache.example:6379"],
  ["user:secret@cache.example:6379", "the given address"],
  ["redis://user:sec ret@:x", "the given address"],
  [{ url: "redis://user:secret@cache.example" }, "cache.example:6379"],
  [{ socket: { host: "cache.example", port: 1 }, password: "secret" }, "cache.example:1"],
  [{ host: "::1", port: 1, password: "secret" }, "::1:1"],
  [{ path: "/run/redis.sock", password: "secret" }, "/run/redis.sock"],
  [{}, "localhost:6379"],
  [undefined, "localhost:6379"],
  [7000, "localhost:7000"],
])("an address is named without its credentials: %j", (address, expected) => {
  const name = serverName(address);
  expect(name).toBe(expected);
  expect(name).not.toMatch(/secret|user|sec ret/);
});
