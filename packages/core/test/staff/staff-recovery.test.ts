import { describe, expect, it } from "vitest";
import { codeOf } from "../app/in-process-app.js";
import { onDuty, staffedApp } from "./staffed-app.js";

const asked = { subjectId: "alice", reason: "lost phone", caseReference: "815" };

describe("recoveries by the routes for staff", () => {
  it("take two people, and show neither of them the ticket", async () => {
    const app = staffedApp();
    const alice = await app.enrolled("alice");
    const [dave, erin] = [await onDuty(app, "dave"), await onDuty(app, "erin")];
    const replies = [await dave.send("POST", "/staff/recovery/request", { json: asked })];
    expect(replies[0]?.status).toBe(204);
    replies.push(await dave.send("GET", "/staff/subject?subject=alice"));
    const { recovery } = JSON.parse(replies[1]?.body ?? "");
    expect(recovery).toMatchObject({ kind: "support", state: "requested", openedBy: "dave" });

    const decision = { json: { subjectId: "alice", recoveryId: recovery.id } };
    const own = await dave.send("POST", "/staff/recovery/approve", decision);
    expect(codeOf(own), "who asked").toBe("second_person_required");
    replies.push(own, await erin.send("POST", "/staff/recovery/approve", decision));
    expect(replies.at(-1)?.status).toBe(204);
    replies.push(await erin.send("GET", "/staff/subject?subject=alice"));
    replies.push(await erin.send("GET", "/staff"));

    const approved = app.notices.find(({ kind }) => kind === "recovery_approved");
    const ticket = new URL(approved?.url ?? "").searchParams.get("ticket") ?? "";
    expect(approved?.subjectId).toBe("alice");
    for (const { body, headers } of replies)
      for (const hidden of [ticket, alice.secret, ...alice.recoveryCodes])
        expect(body + JSON.stringify(headers)).not.toContain(hidden);
  });

  it("deny and cancel, and tell what can't be", async () => {
    const app = staffedApp();
    const [dave, erin] = [await onDuty(app, "dave"), await onDuty(app, "erin")];
    const request = () => dave.send("POST", "/staff/recovery/request", { json: asked });
    expect(codeOf(await request()), "nothing to recover").toBe("not_enrolled");
    await app.enrolled("alice");
    await request();
    expect(codeOf(await request()), "one at a time").toBe("changed_meanwhile");
    const { id: recoveryId } = (await app.engine.recovery.find("alice")) ?? { id: "" };
    const json = { subjectId: "alice", recoveryId };
    expect((await erin.send("POST", "/staff/recovery/deny", { json })).status).toBe(204);
    expect(codeOf(await erin.send("POST", "/staff/recovery/approve", { json }))).toBe(
      "recovery_not_found",
    );
    await request();
    const second = {
      subjectId: "alice",
      recoveryId: (await app.engine.recovery.find("alice"))?.id,
    };
    expect((await erin.send("POST", "/staff/recovery/cancel", { json: second })).status).toBe(204);
    const own = { ...asked, subjectId: "dave" };
    expect(codeOf(await dave.send("POST", "/staff/recovery/request", { json: own }))).toBe(
      "second_person_required",
    );
  });

  it("are not there where support may not recover", async () => {
    const app = staffedApp({ recovery: {} });
    await app.enrolled("alice");
    const dave = await onDuty(app, "dave");
    for (const path of ["request", "approve", "deny"])
      expect(
        codeOf(await dave.send("POST", `/staff/recovery/${path}`, { json: { ...asked } })),
      ).toBe("route_not_found");
  });
});
