import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";

const large = "0123456789abcdef".repeat(65_536);
const stream = Array.from({ length: 50 }, (_, part) => `chunk ${part}\n`).join("");

export function defineHostReplyCases(it: DefineCase): void {
  it("changes nothing in the replies that the guard lets through", async ({ browser }) => {
    const verified = browser();
    await verified.enroll("ada");
    const without = browser();
    await without.signIn("bob");
    for (const [who, client] of Object.entries({ verified, without, nobody: browser() })) {
      must((await client.send("GET", "/large")).text === large, `a large reply changed (${who})`);
      must(
        (await client.send("GET", "/stream")).text === stream,
        `a streamed reply changed (${who})`,
      );
      const { status, headers } = await client.send("GET", "/cookies");
      const cookies = headers.getSetCookie().map((field) => field.split(";")[0]);
      must(
        status === 200 && cookies.includes("theme=dark") && cookies.includes("lang=de"),
        `the host's cookies changed: ${cookies} (${who})`,
      );
      must(headers.get("x-host") === "bank", `a field of the host's is gone (${who})`);
      must(
        !headers.has("cache-control") && !headers.has("referrer-policy"),
        `a field was added (${who})`,
      );
      const missing = await client.send("GET", "/nothing-here");
      must(missing.status === 404, `a path of nobody's answered ${missing.status} (${who})`);
      const head = await client.send("HEAD", "/large");
      must(
        head.status === 200 && head.text === "",
        `HEAD of the host's route answered ${head.status} (${who})`,
      );
    }
  });
}
