import {
  removeAuthenticator,
  renameAuthenticator,
} from "../../authenticators/change-authenticators.js";
import { readActor } from "../call.js";
import { problem } from "../problem.js";
import { type Handler, parseName } from "./input.js";
import { keepMark } from "./keep-mark.js";
import { managePage } from "./pages.js";
import { describeAuthenticator } from "./status.js";

/** PATCH /authenticators/:id, and POST …/rename for forms */
export const rename: Handler = async (call, { params, fields, returnTo }) => {
  const { suite } = call;
  const id = params.id ?? "";
  const actor = await readActor(call);
  const parsed = parseName(fields.name);
  if ("problem" in parsed) {
    const found = problem(parsed.problem, { field: "name" });
    return { problem: found, page: () => managePage(call, actor, returnTo, found) };
  }
  const verdict = await renameAuthenticator(suite, actor, id, parsed.name);
  if (verdict !== "renamed") return { problem: problem(verdict) };
  const renamed = actor.record.authenticators.find((one) => one.id === id);
  const json =
    renamed === undefined ? {} : describeAuthenticator({ ...renamed, name: parsed.name });
  return { status: 200, json, location: `${suite.settings.basePath}/manage` };
};

/** DELETE /authenticators/:id, and POST …/remove for forms */
export const remove: Handler = async (call, { params, returnTo }) => {
  const { suite } = call;
  const actor = await readActor(call);
  const verdict = await removeAuthenticator(suite, actor, params.id ?? "");
  if (verdict.outcome !== "removed") {
    const found = problem(verdict.outcome);
    return verdict.outcome === "second_factor_required"
      ? { problem: found }
      : { problem: found, page: () => managePage(call, actor, returnTo, found) };
  }
  await keepMark(call, actor, verdict.epoch, verdict.last);
  return {
    status: 204,
    json: null,
    location: `${suite.settings.basePath}/${verdict.last ? "enroll" : "manage"}`,
  };
};
