export const manage = {
  heading: "Your second factor",
  authenticators: "Authenticators",
  none: "You have no authenticator yet. Your password is all that protects this account.",
  created: "Added",
  lastUsed: "Last used",
  rename: "Rename",
  renameNamed: (name: string) => `Rename ${name}`,
  nameLabel: "New name",
  renameSubmit: "Save name",
  remove: "Remove",
  removeNamed: (name: string) => `Remove ${name}`,
  removeQuestion: (name: string) => `Codes from “${name}” will no longer be accepted.`,
  removeLastQuestion:
    "It is your last one: your recovery codes go with it, and only your password will protect this account.",
  removeSubmit: "Remove it",
  lastStays:
    "The account needs at least one authenticator. To replace this one, add another first.",
  add: "Add an authenticator",
  full: (most: number) =>
    `You have ${most}, which is the most an account can have. Remove one to add another.`,
  recoveryCodes: "Recovery codes",
  remaining: (count: number) =>
    count === 1 ? "One code is left." : `${count === 0 ? "No" : count} codes are left.`,
  remainingFew: "Make a new set before you need it: without a code, a lost phone locks you out.",
  remainingEnough: "One of them lets you in if you lose your phone. Each works once.",
  regenerate: "Make new codes",
  back: "Back",
};
