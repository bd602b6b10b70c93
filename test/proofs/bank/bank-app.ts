import type { RequestListener } from "node:http";
import type { SecondFactorEngine } from "@second-factor/core";
import { type ExpressRequest, sealedCookie, secondFactor } from "@second-factor/express";
import express from "express5";
import { readSession } from "./host-session.js";

/** An Express 5 app with the suite mounted once for each engine, and one route behind the guard. */
export function bankApp(engines: readonly SecondFactorEngine[]): RequestListener {
  const app = express();
  app.disable("x-powered-by");
  for (const engine of engines) {
    const twoFactor = secondFactor<ExpressRequest>(engine, {
      subject(request) {
        const session = readSession(request.headers.cookie);
        return session && { id: session.user, name: session.user, authenticatedAt: session.at };
      },
      session: sealedCookie({ binding: (request) => readSession(request.headers.cookie)?.id }),
      // What a trusted proxy would tell.
      client: ({ headers }) => ({ address: String(headers["x-client"]), secure: true }),
    });
    app.use(engine.basePath, twoFactor.routes());
  }
  return app as unknown as RequestListener;
}
