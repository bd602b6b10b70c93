import { findUndoable, undoEnrollment } from "../../authenticators/undo-enrollment.js";
import { scopeAbout } from "../../events/scope-about.js";
import { problem } from "../problem.js";
import type { PublicHandler } from "./input.js";
import { strangersFrame } from "./recovery-links.js";

/** GET /undo?ticket=: mail scanners follow every link, so opening it changes nothing. */
export const showUndo: PublicHandler = async (visit) => {
  const { suite, request, now } = visit;
  const ticket = new URLSearchParams(request.query).get("ticket") ?? "";
  const found = await findUndoable(suite, ticket, now);
  if (found === null) return { problem: problem("ticket_invalid") };
  const { authenticator, last } = found;
  const page = () =>
    ({
      page: "undo",
      frame: strangersFrame(visit),
      ticket,
      authenticatorName: authenticator.name,
      addedAt: authenticator.createdAt,
      last,
    }) as const;
  return { status: 200, json: {}, page };
};

/** POST /undo { ticket }: whoever shut the owner out must not keep them from it, so it takes no signing in. */
export const undo: PublicHandler = async (visit, { fields }) => {
  const { suite, now, scope } = visit;
  const verdict = await undoEnrollment(suite, fields.ticket, now, (id) => scopeAbout(scope, id));
  if (verdict.outcome !== "undone") return { problem: problem(verdict.outcome) };
  const { authenticator, last } = verdict.undone;
  const page = () =>
    ({
      page: "undone",
      frame: strangersFrame(visit),
      authenticatorName: authenticator.name,
      last,
      signInPath: suite.settings.signInPath,
    }) as const;
  return { status: 200, json: { last }, page };
};
