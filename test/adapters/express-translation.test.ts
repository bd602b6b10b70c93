import type { RequestListener } from "node:http";
import { ConfigurationError } from "@second-factor/core";
import { secondFactor } from "@second-factor/express";
import express4 from "express4";
import express5 from "express5";
import { afterEach, describe, expect, test } from "vitest";
import { FakeEngine, pass, signedOut } from "./fake-engine.js";
import { noSession } from "./fake-session.js";
import { listen } from "./listen.js";
import type { Driver, SetUp } from "./stage.js";
import { translationCases } from "./translation-cases.js";

function buildApp(express: typeof express5, engine: FakeEngine, { parsers, mountAt }: SetUp) {
  const twoFactor = secondFactor(engine, { subject: () => null, session: noSession });
  const guard = twoFactor.guard({ public: ["/raw"] });
  const requirement = twoFactor.requireSecondFactor({ maxAgeSeconds: 60 });
  const app = express();
  app.use((req, res, next) => {
    if (req.headers["x-host"]) {
      res.set("Cache-Control", "public").vary("Origin").append("Set-Cookie", "early=1; Path=/");
    }
    next();
  });
  if (parsers) app.use(express.json(), express.urlencoded({ extended: false }));
  app.use(mountAt, twoFactor.routes());
  app.use(guard);
  app.get("/page", (_req, res) => {
    res.append("Set-Cookie", "host=1; Path=/").type("text/x-page").send("page");
  });
  app.get("/raw", (_req, res) => {
    res.appendHeader("Set-Cookie", "host=1; Path=/");
    res.end("page");
  });
  app.post("/transfer", requirement, (_req, res) => {
    res.send("done");
  });
  app.post("/sign-out", async (req, res) => {
    await twoFactor.signOut(req);
    res.sendStatus(204);
  });
  app.use(((error: Error, _req, res, _next) => {
    res.status(500).send(error.message);
  }) as express5.ErrorRequestHandler);
  return { app, middlewares: [guard, requirement] };
}

const majors: ReadonlyArray<readonly [string, typeof express5]> = [
  ["Express 4", express4 as unknown as typeof express5],
  ["Express 5", express5],
];

for (const [name, express] of majors) {
  const driver: Driver = {
    name,
    async start(engine, setUp) {
      const { app, middlewares } = buildApp(express, engine, setUp);
      return { ...(await listen(app as RequestListener)), middlewares };
    },
  };
  translationCases(driver);

  describe(`${name}: only here`, () => {
    let close: () => Promise<void> = async () => undefined;
    afterEach(() => close());

    async function serve(mount: (app: ReturnType<typeof express>, engine: FakeEngine) => void) {
      const engine = new FakeEngine();
      const app = express();
      mount(app, engine);
      app.use(((error: unknown, _req, res, next) => {
        if (res.headersSent) return next(error);
        res.status(500).send(error instanceof Error ? error.message : String(error));
      }) as express5.ErrorRequestHandler);
      const running = await listen(app as RequestListener);
      close = running.close;
      return { engine, origin: running.origin };
    }
    const mounted = (engine: FakeEngine) =>
      secondFactor(engine, { subject: () => null, session: noSession });

    test.each(["route", "router", undefined, null])(
      "a rejection with %j does not let anybody pass",
      async (reason) => {
        let ran = false;
        const { origin } = await serve((app) => {
          const failing = () => {
            throw reason;
          };
          const twoFactor = secondFactor(failing, { subject: () => null, session: noSession });
          app.get("/x", twoFactor.guard(), () => {
            ran = true;
          });
          app.get("/x", (_req, res) => {
            ran = true;
            res.end();
          });
        });
        expect((await fetch(`${origin}/x`)).status).toBe(500);
        expect(ran).toBe(false);
      },
    );

    test("one engine per request", async () => {
      const acme = new FakeEngine();
      acme.basePath = "/acme/2fa";
      const { origin } = await serve((app) => {
        const twoFactor = secondFactor(
          (req) => (req.originalUrl.startsWith("/acme") ? acme : new FakeEngine()),
          {
            subject: (req) => ({ id: req.method, name: "x" }),
            session: noSession,
          },
        );
        app.use("/:tenant/2fa", twoFactor.routes());
      });
      expect((await fetch(`${origin}/acme/2fa/challenge`)).status).toBe(200);
      expect(acme.last.subject).toEqual({ id: "GET", name: "x" });
    });

    test("in a router within a router, the mount is the whole of it", async () => {
      const { engine, origin } = await serve((app, own) => {
        own.basePath = "/api/auth/2fa";
        const inner = express.Router().use("/2fa", mounted(own).routes());
        app.use("/api", express.Router().use("/auth", inner));
      });
      expect((await fetch(`${origin}/api/auth/2fa/challenge?x`)).status).toBe(200);
      expect(engine.last).toMatchObject({ path: "/api/auth/2fa/challenge", query: "x" });
    });

    test("the client option replaces the socket", async () => {
      const { engine, origin } = await serve((app, own) => {
        const client = { address: "203.0.113.7", secure: true };
        const options = { subject: () => null, session: noSession, client: () => client };
        app.use("/2fa", secondFactor(own, options).routes());
      });
      await fetch(`${origin}/2fa`, { headers: { "x-forwarded-for": "1.1.1.1" } });
      expect(engine.last.client).toEqual({ address: "203.0.113.7", secure: true });
    });

    test("a stream that somebody else read leaves an empty body behind", async () => {
      const { engine, origin } = await serve((app, own) => {
        app.use((req, _res, next) => void req.resume().on("end", () => next()));
        app.use("/2fa", mounted(own).routes());
      });
      await fetch(`${origin}/2fa/verify`, { method: "POST", body: "abc" });
      expect(engine.last.body).toEqual({ parsed: undefined });
    });

    test("the bypass watch cuts a reply off that is on its way already", async () => {
      const { engine, origin } = await serve((app, own) => {
        app.use(mounted(own).guard());
        app.get("/stream", (_req, res) => {
          res.write("the account of alice");
          res.end();
        });
      });
      engine.guarded = signedOut;
      engine.bypass = new ConfigurationError("guard_above_sign_in", "It is above.", "Move it.");
      await expect(fetch(`${origin}/stream`).then((response) => response.text())).rejects.toThrow();
    });

    test("the bypass watch keeps what was given to end(), and a second end() changes nothing", async () => {
      const calls: string[] = [];
      const { engine, origin } = await serve((app, own) => {
        app.use(mounted(own).guard());
        app.get("/twice", (_req, res) => {
          expect(res.end("c3VyZQ==", "base64", () => calls.push("sent"))).toBe(res);
          res.end("again");
        });
      });
      engine.guarded = signedOut;
      expect(await (await fetch(`${origin}/twice`)).text()).toBe("sure");
      expect(calls).toEqual(["sent"]);
      engine.guarded = pass;
    });

    test("what end() throws while the watch holds it reaches the host", async () => {
      const { engine, origin } = await serve((app, own) => {
        app.use(mounted(own).guard());
        app.get("/number", (_req, res) => void res.end(42 as never));
      });
      engine.guarded = signedOut;
      const response = await fetch(`${origin}/number`);
      expect(response.status).toBe(500);
      expect(await response.text()).toContain("chunk");
    });
  });
}
