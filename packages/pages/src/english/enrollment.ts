export const enroll = {
  heading: (first: boolean) => (first ? "Protect your account" : "Add an authenticator"),
  lead: (issuer: string, first: boolean) =>
    first
      ? `After your password, ${issuer} asks for a code from an app on your phone. Whoever gets hold of your password still can't get in.`
      : "A second one lets you in when the first is not at hand.",
  requiredLead: "This account requires it.",
  graceLabel: "Required from",
  stepsLabel: "How it works",
  steps: [
    {
      title: "Have an authenticator app ready",
      text: "Any app for one-time codes will do; your password manager may be one.",
    },
    { title: "Scan a QR code with it", text: "We show it on the next page." },
    { title: "Type the code the app shows", text: "Then we know that it works." },
  ] as readonly { readonly title: string; readonly text: string }[],
  nameLabel: "Name for this authenticator",
  nameHint: "So that you recognise it later.",
  suggestedName: (first: boolean) => (first ? "My phone" : "My other phone"),
  submit: "Continue",
  later: "Not now",
};

export const confirm = {
  heading: "Connect your authenticator app",
  appStep: "Open your authenticator app",
  appText: "Choose “add” or “+” in the app. If you have none yet, these are in common use:",
  appsNewTab: "Links open in a new tab.",
  scanStep: "Scan this QR code",
  qrCode: (name: string) => `QR code that adds “${name}” to an authenticator app`,
  validUntil: "Valid until",
  sameDevice: "Is the app on this device?",
  addHere: "Add on this device",
  manualKey: "Or type this key into the app",
  manualHint: "Spaces do not matter. Choose “time-based” if the app asks.",
  copyKey: "Copy key",
  keyCopied: "Key copied.",
  codeStep: "Type the code the app shows",
  codeLabel: "Code",
  codeHint: "It changes every 30 seconds.",
  submit: "Turn on",
  cancel: "Cancel",
};
