import type { StaffRole, Subject } from "@second-factor/core";

/** Who looks after the bank's accounts, by the roles of its users. */
export function staffRoleOf({ roles = [] }: Pick<Subject, "roles">): StaffRole | null {
  if (roles.includes("admin")) return "admin";
  return roles.includes("support") ? "support" : null;
}
