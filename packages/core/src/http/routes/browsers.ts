import { isVerified } from "../../authenticators/actor.js";
import { removeBrowsers } from "../../browsers/remove-browsers.js";
import { type Call, readActor } from "../call.js";
import { problem } from "../problem.js";
import type { Handler } from "./input.js";
import { managePage } from "./pages.js";

/** DELETE /browsers/:id, and POST …/remove for forms */
export const forgetBrowser: Handler = (call, { params, returnTo }) =>
  forget(call, [params.id ?? ""], returnTo);

/** POST /browsers/remove */
export const forgetBrowsers: Handler = (call, { returnTo }) => forget(call, "all", returnTo);

/** It only takes away: whatever opens the app is enough for it, a trusted browser too. */
async function forget(
  call: Call,
  which: readonly string[] | "all",
  returnTo: string,
): ReturnType<Handler> {
  const { suite, subject, scope } = call;
  const { markMaxAgeMs, basePath } = suite.settings;
  const actor = await readActor(call);
  if (!isVerified(suite, actor, { maxAgeMs: markMaxAgeMs, orRemembered: true }))
    return { problem: problem("second_factor_required") };
  const count = await removeBrowsers(suite, subject.id, actor.record, which, scope);
  if (count === 0 && which !== "all") {
    const found = problem("browser_not_found");
    return { problem: found, page: () => managePage(call, actor, returnTo, found) };
  }
  return { status: 204, json: null, location: `${basePath}/manage` };
}
