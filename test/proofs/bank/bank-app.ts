import type { RequestListener } from "node:http";
import type { SecondFactorEngine } from "@second-factor/core";
import { type ExpressRequest, sealedCookie, secondFactor } from "@second-factor/express";
import express from "express5";

/** A session of the host: nothing is signed, since nobody here forges one. */
export interface HostSession {
  readonly user: string;
  readonly id: string;
  /** When the password was checked. */
  readonly at: number;
}

export const sessionCookie = ({ user, id, at }: HostSession) => `bank=${user}.${id}.${at}`;

function readSession({ headers }: ExpressRequest): HostSession | null {
  const [, user, id, at] =
    /(?:^|; )bank=([\w-]+)\.([\w-]+)\.(\d+)/.exec(headers.cookie ?? "") ?? [];
  return user === undefined || id === undefined ? null : { user, id, at: Number(at) };
}

/** An Express 5 app with the suite mounted once for each engine, and one route behind the guard. */
export function bankApp(engines: readonly SecondFactorEngine[]): RequestListener {
  const app = express();
  app.disable("x-powered-by");
  for (const engine of engines) {
    const twoFactor = secondFactor<ExpressRequest>(engine, {
      subject(request) {
        const session = readSession(request);
        return session && { id: session.user, name: session.user, authenticatedAt: session.at };
      },
      session: sealedCookie({ binding: (request) => readSession(request)?.id }),
      // What a trusted proxy would tell.
      client: ({ headers }) => ({ address: String(headers["x-client"]), secure: true }),
    });
    app.use(engine.basePath, twoFactor.routes());
  }
  return app as unknown as RequestListener;
}
