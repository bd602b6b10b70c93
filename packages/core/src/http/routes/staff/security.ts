import { pageFrame } from "../../page-frame.js";
import { problem } from "../../problem.js";
import { staffOnly } from "./staff-only.js";

/** GET /staff/security: it names accounts and addresses, so administrators alone may look. */
export const showSecurity = staffOnly("admin", async ({ call, actor }, { returnTo }) => {
  const { alarms } = call.suite.settings;
  if (alarms === null) return { problem: problem("route_not_found") };
  const frame = pageFrame(call, actor, returnTo);
  return {
    status: 200,
    json: {},
    page: () => ({ page: "security", frame, state: alarms.state() }),
  };
});
