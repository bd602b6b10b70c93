export const recoveryCodes = {
  heading: {
    first: "Save your recovery codes",
    regenerated: "Your new recovery codes",
    last_one_used: "Your new recovery codes",
  },
  done: {
    first: "Your second factor is on.",
    regenerated: "The old codes no longer work.",
    last_one_used: "That was your last recovery code, so we made a new set.",
  },
  lead: "If you lose your phone, one of these codes lets you in. Each works once. We show them only now, so keep them where you keep your passwords, or on paper.",
  listLabel: (count: number) => `${count} recovery codes`,
  fileTitle: (issuer: string, subject: string) =>
    subject === "" ? `${issuer} recovery codes` : `${issuer} recovery codes for ${subject}`,
  fileNote: "Each code works once.",
  fileName: (issuer: string) => `${issuer} recovery codes.txt`,
  copy: "Copy",
  copied: "Codes copied.",
  download: "Download",
  print: "Print",
  saved: "I have saved these codes in a safe place",
  submit: "Continue",
};

export const regenerate = {
  heading: "Make new recovery codes?",
  remaining: (count: number) =>
    count === 1
      ? "One of your recovery codes is left."
      : `${count === 0 ? "None" : count} of your recovery codes are left.`,
  consequence:
    "New codes replace the old ones at once: whatever you saved or printed stops working.",
  submit: "Make new codes",
  cancel: "Keep the old ones",
};
