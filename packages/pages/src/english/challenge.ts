export const challenge = {
  heading: "Confirm that it's you",
  lead: (codes: 1 | 2 | 3, digits: number) =>
    ({
      1: `Type the ${digits}-digit code that your authenticator app shows.`,
      2: "After many wrong codes we ask for two in a row, to be sure that it's you.",
      3: "After many wrong codes we ask for three in a row, to be sure that it's you.",
    })[codes],
  howTo: (codes: 2 | 3) =>
    codes === 2
      ? "Type the code your app shows, wait for the next one, and type that after a space. Both go into one field."
      : "Type the code your app shows, wait for the next one and type it after a space, then the same once more. All three go into one field.",
  example: (codes: string) => `Like this: ${codes}`,
  authenticator: "Authenticator",
  codeLabel: (codes: 1 | 2 | 3) =>
    ({ 1: "Code", 2: "Two codes in a row", 3: "Three codes in a row" })[codes],
  submit: "Continue",
  recoverySummary: "I can't use my authenticator app",
  recoveryText: "Use one of the recovery codes you saved. It works once.",
  recoveryLabel: "Recovery code",
  recoveryHint: "24 letters and digits; hyphens and capitals do not matter.",
  recoverySubmit: "Use recovery code",
  turnToSupport: (issuer: string) => `Turn to ${issuer}'s support.`,
  lostEverything: "I have lost my recovery codes too",
  noRecoveryCodes: (issuer: string) =>
    `There are no recovery codes left for this account. Turn to ${issuer}'s support.`,
};
