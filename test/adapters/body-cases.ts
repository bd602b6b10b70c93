import { describe, expect, test } from "vitest";
import type { Stage } from "./stage.js";
import { dial, eventually, exchange } from "./wire.js";

export function bodyCases(stage: Stage): void {
  describe("bodies", () => {
    test("nobody read it", async () => {
      await stage.start();
      await stage.post("/2fa/verify", '{"otp":"123456"}', "application/json");
      expect(stage.engine.last.body).toEqual({ unread: '{"otp":"123456"}' });
      await fetch(`${stage.running.origin}/2fa/verify`, { method: "POST" });
      expect(stage.engine.last.body).toEqual({ unread: "" });
    });

    test("in chunks, without a length", async () => {
      const head = "POST /2fa/verify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
      await exchange(await stage.start(), `${head}4\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n`, /engine/);
      expect(stage.engine.last.body).toEqual({ unread: "abcdefg" });
    });

    test("a parser read it", async () => {
      await stage.start({ parsers: true });
      await stage.post("/2fa/verify", '{"otp":"123456"}', "application/json");
      expect(stage.engine.last.body).toEqual({ parsed: { otp: "123456" } });
      await stage.post("/2fa/verify", "otp=12+34", "application/x-www-form-urlencoded");
      expect(stage.engine.last.body).toEqual({ parsed: { otp: "12 34" } });
    });

    test("a parser was there and left it", async () => {
      await stage.start({ parsers: true });
      await stage.post("/2fa/verify", "hello", "text/weird");
      expect(stage.engine.last.body).toEqual({ unread: "hello" });
      await fetch(`${stage.running.origin}/2fa/verify`, { method: "POST" });
      expect(["", undefined]).toContain(
        Object.values(stage.engine.last.body)[0] as string | undefined,
      );
    });

    test.each([4096, 4097])("%i bytes", async (length) => {
      await stage.start();
      const response = await stage.post("/2fa/verify", "x".repeat(length), "application/json");
      expect(await response.text()).toBe("engine");
      expect(stage.engine.last.body).toEqual(
        length > 4096 ? "too long" : { unread: "x".repeat(length) },
      );
    });

    test("far too long: the reply gets out before the body is in, and the connection stays usable", async () => {
      const { socket, received, ended } = dial(await stage.start());
      const megabytes = 3;
      const head = `POST /2fa/verify HTTP/1.1\r\nHost: x\r\nContent-Length: ${megabytes * 2 ** 20}\r\n\r\n`;
      socket.write(`${head}${"x".repeat(8192)}`);
      await eventually(() => received().includes("engine"));
      expect(stage.engine.last.body).toBe("too long");
      socket.write("x".repeat(megabytes * 2 ** 20 - 8192));
      socket.write("GET /2fa?again HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      await ended;
      expect(received().match(/HTTP\/1\.1 200/g)).toHaveLength(2);
      expect(stage.engine.last.query).toBe("again");
    });

    test("announced and never sent: the client goes away", async () => {
      const { socket } = dial(await stage.start());
      socket.write("POST /2fa/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.destroy();
      await eventually(() => stage.engine.seen.length === 1);
      expect(stage.engine.last.body).toBe("aborted");
      expect((await fetch(`${stage.running.origin}/2fa`)).status).toBe(200);
    });

    test("Expect: 100-continue", async () => {
      const head =
        "POST /2fa/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
      const { socket, received } = dial(await stage.start());
      socket.write(head);
      await eventually(() => received().includes("100 Continue"));
      socket.write("{}");
      await eventually(() => received().includes("engine"));
      socket.destroy();
      expect(stage.engine.last.body).toEqual({ unread: "{}" });
    });
  });
}
