import type { Notice, SecondFactorOptions } from "../../src/index.js";
import { inProcessApp } from "../app/in-process-app.js";

export const hour = 3600;
export const day = 24 * hour;

type Session = ReturnType<ReturnType<typeof inProcessApp>["session"]>;

/** An app with both ways of recovery on. */
export function recoveringApp(options: Partial<SecondFactorOptions> = {}) {
  const app = inProcessApp({
    recovery: { delayed: { acceptsWeakerProof: true }, support: true },
    signInPath: "/login",
    ...options,
  });

  /** The ticket of the last notice of that kind. */
  function ticket(kind: Notice["kind"]): string {
    const url = app.notices.findLast((notice) => notice.kind === kind)?.url;
    return new URL(url ?? "https://none.example").searchParams.get("ticket") ?? "";
  }

  return {
    ...app,
    ticket,
    kinds: () => app.notices.map(({ kind }) => kind),
    recovery: async (id: string) => (await app.records.forNamespace("default").load(id)).recovery,
    request: (session: Session) => session.send("POST", "/recovery", { json: {} }),
    complete: (session: Session, byTicket?: string) =>
      session.send("POST", "/recovery/complete", {
        json: byTicket === undefined ? {} : { ticket: byTicket },
      }),
    /** By whoever has the link: nobody is signed in. */
    cancel: (byTicket: string) =>
      app.session(null).send("POST", "/recovery/cancel", { json: { ticket: byTicket } }),
    /** Requested by dave and approved by erin; the ticket as alice was sent it. */
    async approved(id: string): Promise<string> {
      const about = { by: "dave", reason: "phone stolen", caseReference: "#4711" };
      const requested = await app.engine.recovery.request(id, about);
      if (requested.outcome !== "requested") throw new Error(requested.outcome);
      await app.engine.recovery.approve(id, requested.recovery.id, { by: "erin" });
      return ticket("recovery_approved");
    },
  };
}
