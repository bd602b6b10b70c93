import { createAlarms } from "../../src/alarms/index.js";
import type { PageRenderer } from "../../src/http/index.js";
import type { SecondFactorOptions, StaffRole } from "../../src/index.js";
import { inProcessApp } from "../app/in-process-app.js";

const roles: Readonly<Record<string, StaffRole>> = {
  carol: "admin",
  dave: "support",
  erin: "support",
};

/** Pages as the model they show. */
export const plainPages: PageRenderer = {
  stylesheet: "",
  script: "",
  render: (page) => JSON.stringify(page),
};

/** Carol administers, dave and erin are support; alice and bob are cashiers, and so is carol. */
export const staffedApp = (options: Partial<SecondFactorOptions> = {}) =>
  inProcessApp({
    staff: ({ id }) => roles[id] ?? null,
    subjectsInRole: (role) => (role === "cashier" ? ["alice", "bob", "carol"] : []),
    recovery: { support: true },
    pages: plainPages,
    alarms: createAlarms({ onAlarm: () => {} }),
    ...options,
  });

export type StaffedApp = ReturnType<typeof staffedApp>;

/** Somebody of the staff who has enrolled, and so verified, just now. */
export const onDuty = async (app: StaffedApp, id: string) => (await app.enrolled(id)).session;
