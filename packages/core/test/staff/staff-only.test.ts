import { describe, expect, it } from "vitest";
import { routeTable } from "../../src/http/index.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";
import { onDuty, type StaffedApp, staffedApp } from "./staffed-app.js";

const routes = routeTable.filter(({ path }) => path.startsWith("/staff"));
const onlyAdmins = ["/staff/reset", "/staff/demand-enrollment", "/staff/revoke-trust"];

const bodies = { subjectId: "alice", reason: "ticket 815", caseReference: "815", recoveryId: "x" };

/** What each of the routes answers to that session, by its path. */
async function answers(session: ReturnType<StaffedApp["signIn"]>) {
  const replies = routes.map(async ({ method, path }) => {
    const query = path === "/staff/subject" ? "?subject=alice" : "";
    const sending = method === "GET" ? {} : { json: bodies };
    const reply = await session.send(method, `${path}${query}`, sending);
    return [path, codeOf(reply) ?? reply.status] as const;
  });
  return Object.fromEntries(await Promise.all(replies)) as Record<string, string | number>;
}

const every = (answer: string) => Object.fromEntries(routes.map(({ path }) => [path, answer]));

describe("the routes for staff", () => {
  it("are not there where the host names no staff", async () => {
    const app = inProcessApp();
    const { session } = await app.enrolled("carol");
    expect(await answers(session)).toEqual(every("route_not_found"));
  });

  it("answer nobody else, and nobody who is not signed in", async () => {
    const app = staffedApp();
    const { session } = await app.enrolled("alice");
    expect(await answers(session)).toEqual(every("staff_only"));
    const refusals = app.events.filter(({ type }) => type === "guard.refused");
    expect(refusals, "whoever looks at the log sees who tried").toHaveLength(routes.length);
    expect(await answers(app.session(null))).toEqual(every("sign_in_required"));
  });

  it("keep what administrators do from support", async () => {
    const app = staffedApp();
    const refused = await answers(await onDuty(app, "dave"));
    const closed = Object.keys(refused).filter((path) => refused[path] === "staff_only");
    expect(closed.sort()).toEqual([...onlyAdmins, "/staff/security"].sort());
  });

  it("want an authenticator, a code of it, and one of just now", async () => {
    const app = staffedApp({ changeMaxAgeSeconds: 300 });
    expect(await answers(app.signIn("dave")), "not enrolled").toMatchObject({
      "/staff": "enrollment_required",
      "/staff/reset": "staff_only",
    });
    const { session, secret, recoveryCodes } = await app.enrolled("carol");
    expect((await session.send("GET", "/staff")).status).toBe(200);
    app.advance(301);
    expect(await answers(session), "too old").toEqual(every("second_factor_required"));

    await session.send("POST", "/recovery-codes/redeem", {
      json: { recoveryCode: recoveryCodes[0] },
    });
    expect((await session.require(60)).pass, "the recovery code does count elsewhere").toBe(true);
    expect(await answers(session), "a sheet of paper").toEqual(every("second_factor_required"));

    await session.send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect((await session.send("GET", "/staff")).status).toBe(200);
  });

  it("do not take a trusted browser for a code", async () => {
    const app = staffedApp();
    const { session } = await app.enrolled("carol");
    const slot = session.state.slot as { mark: object };
    session.state.slot = { ...slot, mark: { ...slot.mark, amr: ["remembered"] } };
    expect(await answers(session)).toEqual(every("second_factor_required"));
    session.state.slot = { ...slot, mark: { ...slot.mark, amr: ["otp", "remembered"] } };
    expect(await answers(session)).toEqual(every("second_factor_required"));
  });

  it("read the account of whoever asks anew: a reset of theirs counts at once", async () => {
    const app = staffedApp({ epochCacheSeconds: 60 });
    const carol = await onDuty(app, "carol");
    await carol.guard();
    const other = staffedApp({ records: app.records });
    await other.engine.reset("carol");
    expect(await answers(carol)).toEqual(every("enrollment_required"));
  });

  it.each([
    ["throws", () => Promise.reject(new Error("the directory is down"))],
    ["answers nothing", () => undefined],
    ["answers a truth that is no role", () => true],
    ["answers a role that there is none", () => "owner"],
  ])("are an outage where the host's answer %s", async (_, staff) => {
    const app = staffedApp({ staff: staff as never });
    const carol = await onDuty(app, "carol");
    expect(await answers(carol)).toEqual(every("subject_unavailable"));
    expect(app.notices.map(({ kind }) => kind)).toEqual(["authenticator_added"]);
  });

  it("take no form of another site, and none without this session's token", async () => {
    const app = staffedApp();
    const carol = await onDuty(app, "carol");
    const form = { subjectId: "alice", reason: "ticket 815" };
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
    ]) {
      for (const sending of [
        { form, headers },
        { json: form, headers },
      ])
        expect(codeOf(await carol.send("POST", "/staff/reset", sending))).toBe(
          "cross_origin_refused",
        );
    }
    expect(codeOf(await carol.send("POST", "/staff/reset", { form }))).toBe("form_token_invalid");
    const { formToken } = carol.state.slot as { formToken: string };
    const own = { ...form, form_token: formToken };
    expect((await carol.send("POST", "/staff/reset", { form: own })).status).toBe(200);
  });
});
