const reason = {
  label: "Reason",
  hint: "For the log: who asked, how you know it was them, the number of the case.",
};

export const staffList = {
  heading: "Accounts",
  findLabel: "Account id",
  findHint: "Exactly as the app knows it.",
  find: "Look up",
  tableLabel: "Accounts with a second factor, or with a trace of one",
  subject: "Account",
  secondFactor: "Second factor",
  lastUsed: "Last used",
  authenticators: (count: number) =>
    count === 0 ? "None" : count === 1 ? "One authenticator" : `${count} authenticators`,
  codes: (count: number) => (count === 1 ? "one recovery code" : `${count} recovery codes`),
  mustEnroll: "has to enroll",
  recovering: "recovery under way",
  never: "Never",
  empty: "No account has anything to do with a second factor yet.",
  next: "Next page",
  security: "Alarms and events",
  byRole: "All accounts of a role",
  byRoleHint: "Everyone whom it concerns is told. You are not reset yourself.",
  roleLabel: "Role",
  reason,
};

/** What administrators do, for one account and for all of a role. */
export const staffActs = {
  reset: {
    summary: "Reset",
    question:
      "Authenticators, recovery codes and trusted browsers are void at once. With the password alone nothing opens then but a new enrollment, so be sure that you speak with the owner.",
    submit: "Reset",
  },
  demandEnrollment: {
    summary: "Demand an enrollment",
    question:
      "Whoever has no second factor has to set one up before anything else. Nothing changes for whoever has one.",
    submit: "Demand it",
  },
  revokeTrust: {
    summary: "Revoke trust in browsers",
    question:
      "Every browser is asked for a code again, also where its owner is signed in just now.",
    submit: "Revoke",
  },
};

export const staffSubject = {
  heading: "Account",
  enrolled: (count: number) =>
    count === 1 ? "It has one authenticator." : `It has ${count} authenticators.`,
  notEnrolled: "It has no second factor: its password is all that protects it.",
  mustEnroll: "It has to enroll before anything else opens.",
  authenticators: "Authenticators",
  created: "Added",
  lastUsed: "Last used",
  secrets: {
    key_missing: "The key of its secret is not in the ring.",
    key_unavailable: "The key of its secret can't be had just now.",
    refused: "Its secret does not open: it was damaged or moved.",
  },
  state: "State",
  pending: "Enrolling, until",
  recoveryCodes: "Recovery codes left",
  failures: "Wrong codes that count",
  codesNeeded: "Codes that a sign-in takes",
  credentialsChangedAt: "Password changed",
  contactChangedAt: "Address changed",
  changedAt: "Last change",
  trustedBrowsers: "Trusted browsers",
  lastSeen: "Last seen",
  trustedUntil: "Trusted until",
  actions: "What you can do",
  ownReset: "Nobody resets their own second factor. Ask another administrator.",
  nothing: "Administrators can reset it, demand an enrollment or revoke trust.",
  reason,
  back: "All accounts",
  done: {
    reset: "The second factor was reset. Its owner is told.",
    demandEnrollment: "An enrollment is demanded now. Its owner is told.",
    revokeTrust: "No browser is trusted any more. Its owner is told.",
    unchanged: "There was nothing to change.",
    recoveryRequested:
      "The recovery was requested. Its owner is told; another person has to approve it.",
    recoveryApproved: "The recovery was approved. Its owner got a link to enroll again.",
    recoveryDenied: "The recovery was denied. Its owner is told.",
    recoveryCanceled: "The recovery was canceled. Its owner is told.",
  },
};

export const staffRecovery = {
  heading: "Recovery",
  states: {
    waiting: "Requested with the password; its owner has time to end it.",
    requested: "Requested by support; another person has to approve it.",
    approved: "Approved: its owner has a link to enroll again.",
    completed: "The last one was completed.",
    canceled: "The last one was canceled.",
    denied: "The last one was denied.",
    expired: "The last one expired.",
  },
  openedAt: "Requested",
  expiresAt: "Expires",
  openedBy: "By",
  reason: "Reason",
  caseReference: "Case",
  decidedBy: "Decided by",
  request: "Request a recovery",
  requestQuestion:
    "For an owner who has lost the authenticator and the recovery codes. Another person has to approve it; then the owner gets a link, by mail as a rule, to enroll again after signing in.",
  caseHint: "The number of the case in your own system.",
  requestSubmit: "Request",
  approve: "Approve",
  approveQuestion:
    "Be sure that the owner asked for it. The link goes to them, and you do not see it.",
  approveSubmit: "Approve",
  deny: "Deny",
  denyQuestion: "Nothing changes for the account. Its owner is told.",
  denySubmit: "Deny",
  cancel: "Cancel it",
  cancelQuestion: "For an owner who says that they never asked for it.",
  cancelSubmit: "Cancel it",
  otherPerson: "Another person of support has to decide: not who asked, nor whose account it is.",
};

export const staffSummary = {
  heading: {
    reset: "Reset by role",
    demandEnrollment: "Enrollments demanded by role",
    revokeTrust: "Trust revoked by role",
  },
  role: "Role",
  changed: (count: number) =>
    count === 1
      ? "One account was changed; its owner is told."
      : `${count} accounts were changed; their owners are told.`,
  unchanged: (count: number) => `${count} had nothing to change.`,
  leftSelfOut: "Yours was passed over: nobody resets their own second factor.",
  failed: (count: number) =>
    count === 1
      ? "Of this one we do not know what became of it. Do it again:"
      : `Of these ${count} we do not know what became of them. Do it again:`,
  back: "All accounts",
};
