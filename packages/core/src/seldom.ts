// What most processes never need, and no second factor waits for: loaded with its first use, like on-demand.ts, and
// apart from that, since what is asked for every day should not carry it.

export { completeRecovery, requestRecovery, showRecovery } from "./http/routes/recovery.js";
export {
  cancelByLink,
  showCancelRecovery,
  showContinueRecovery,
} from "./http/routes/recovery-links.js";
export { demandByStaff, resetByStaff, revokeByStaff } from "./http/routes/staff/change.js";
export { showStaffList } from "./http/routes/staff/list.js";
export {
  approveByStaff,
  cancelByStaff,
  denyByStaff,
  requestByStaff,
} from "./http/routes/staff/recovery.js";
export { showSecurity } from "./http/routes/staff/security.js";
export { showStaffSubject } from "./http/routes/staff/subject.js";
export { showUndo, undo } from "./http/routes/undo.js";
export { cancelRecovery } from "./recovery/cancel-recovery.js";
export { supportDesk } from "./recovery/support-desk.js";
export { acts } from "./staff/acts.js";
export { forSubjects } from "./staff/for-subjects.js";
export { listSubjects } from "./staff/list-subjects.js";
