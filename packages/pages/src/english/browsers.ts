/** What a person is told of browsers that are not asked for a code. */
export const browsers = {
  trust: (days: number) =>
    days === 1
      ? "Do not ask again in this browser for a day"
      : `Do not ask again in this browser for ${days} days`,
  trustHint: "Only where nobody else uses it.",
  heading: "Trusted browsers",
  lead: "They are not asked for a code at sign-in.",
  thisOne: "This browser",
  added: "Trusted since",
  lastSeen: "Last used",
  until: "Trusted until",
  remove: "Remove",
  removeNamed: (name: string) => `Remove ${name}`,
  removeQuestion: "It will be asked for a code again, at once.",
  removeSubmit: "Remove it",
  removeAll: "Remove all",
  removeAllQuestion: "All of them will be asked for a code again, at once.",
  removeAllSubmit: "Remove all",
};
