import { afterEach, describe, expect, it } from "vitest";
import { querySntp } from "../../src/node/query-sntp.js";
import { parseAnswer } from "../../src/node/sntp-packet.js";
import { type Answer, honestAnswer, type NtpServer, startNtpServer } from "./ntp-server.js";

let server: NtpServer | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

async function ask(answer: Answer, now: () => number = Date.now) {
  server = await startNtpServer(answer);
  return querySntp({ host: "127.0.0.1", port: server.port }, now);
}

describe("asking a time server", () => {
  it("sends one packet that tells nothing of this machine, and measures by its answer", async () => {
    const outcome = await ask((query) => [honestAnswer(query)]);
    expect(outcome).toMatchObject({ stratum: 2 });
    if (!("ahead" in outcome)) throw new Error("it measured nothing");
    expect(Math.abs(outcome.ahead), "both read one clock").toBeLessThan(outcome.uncertainty + 50);
    expect(server?.queries).toHaveLength(1);
    const [query] = server?.queries ?? [];
    expect(query?.subarray(0, 1).toString("hex"), "version 4, client").toBe("23");
    expect(query?.subarray(1, 40).every((byte) => byte === 0)).toBe(true);
    const seconds = query?.readUInt32BE(40) ?? 0;
    const own = Math.floor(Date.now() / 1000) + 2_208_988_800;
    expect(Math.abs(seconds - own), "a nonce, and not this clock's time").toBeGreaterThan(60);
  });

  it.each([90_000, -90_000])("finds a clock that is off by %i ms", async (off) => {
    const outcome = await ask((query) => [honestAnswer(query, { time: Date.now() - off })]);
    if (!("ahead" in outcome)) throw new Error("it measured nothing");
    expect(Math.abs(outcome.ahead - off)).toBeLessThan(outcome.uncertainty + 50);
  });

  it("believes an answer to its own query alone, whatever else comes first", async () => {
    const outcome = await ask((query) => {
      const other = honestAnswer(Buffer.alloc(48, 7), { time: 0 });
      const death = honestAnswer(Buffer.alloc(48, 7), { stratum: 0, identifier: "DENY" });
      return [other, death, Buffer.from("hello"), honestAnswer(query)];
    });
    expect(outcome).toMatchObject({ stratum: 2 });
  });

  it("obeys a kiss of death, and says which", async () => {
    const outcome = await ask((query) => [
      honestAnswer(query, { stratum: 0, identifier: "RATE" }),
      honestAnswer(query),
    ]);
    expect(outcome).toEqual({ fault: "kiss_of_death", kiss: "RATE" });
    expect(server?.queries, "and asks no more").toHaveLength(1);
  });

  it("gives up on a server that is not there, or has no name", async () => {
    const gone = await startNtpServer(() => []);
    gone.close();
    const refused = await querySntp({ host: "127.0.0.1", port: gone.port }, Date.now);
    expect(refused).toMatchObject({ fault: "no_answer", why: "ECONNREFUSED" });
    // Too long for any resolver to be asked.
    const nameless = await querySntp({ host: `${"x".repeat(64)}.example`, port: 123 }, Date.now);
    expect(nameless).toMatchObject({ fault: "no_answer" });
  });

  it("ends at once where Ctrl-C ends it, and says what a wrong origin timestamp was", async () => {
    const ended = new AbortController();
    server = await startNtpServer(() => {
      setImmediate(() => ended.abort());
      return [honestAnswer(Buffer.alloc(48, 7))];
    });
    const asked = { host: "127.0.0.1", port: server.port };
    const outcome = await querySntp(asked, Date.now, ended.signal);
    expect(["invalid", "no_answer"]).toContain((outcome as { fault: string }).fault);
  });
});

describe("reading an answer (RFC 4330 section 5)", () => {
  const nonce = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
  const query = Buffer.concat([Buffer.alloc(40), nonce]);
  const now = Date.UTC(2026, 10, 22);

  it.each([
    ["another query's", () => honestAnswer(Buffer.alloc(48)), /another query/],
    ["a client's", () => honestAnswer(query, { mode: 3 }), /no server/],
    ["one of a server that is not set", () => honestAnswer(query, { leap: 3 }), /not set/],
    ["one of stratum 16", () => honestAnswer(query, { stratum: 16 }), /not set/],
    ["one that is cut short", () => honestAnswer(query).subarray(0, 47), /47 bytes/],
  ])("refuses %s", (_, packet, why) => {
    expect(parseAnswer(packet(), nonce, now)).toMatchObject({
      fault: "invalid",
      why: expect.stringMatching(why),
    });
  });

  it("refuses one that tells no time, an uncertain one and one that came before it was asked", () => {
    const without = honestAnswer(query).fill(0, 40, 48);
    expect(parseAnswer(without, nonce, now)).toMatchObject({ why: "it tells no time" });
    const uncertain = honestAnswer(query);
    uncertain.writeUInt32BE(17 * 65_536, 8);
    expect(parseAnswer(uncertain, nonce, now)).toMatchObject({ fault: "invalid" });
    const early = honestAnswer(query);
    early.writeUInt32BE(early.readUInt32BE(40) - 5, 40);
    expect(parseAnswer(early, nonce, now)).toMatchObject({ fault: "invalid" });
  });

  it("reads the era that this clock is in, also after the first one ends in 2036", () => {
    for (const time of [Date.UTC(2026, 0), Date.UTC(2036, 1, 7, 6, 28, 30), Date.UTC(2050, 0)]) {
      const answer = parseAnswer(honestAnswer(query, { time }), nonce, time + 5000);
      expect((answer as { sentAt: number }).sentAt).toBeCloseTo(time, 0);
    }
  });
});
