export const undo = {
  heading: "Remove this authenticator?",
  lead: "If you did not add it yourself, somebody else got into your account. Remove it.",
  name: "Authenticator",
  added: "Added",
  others: "Your other authenticators and your recovery codes stay.",
  last: "It is the only one: everything goes with it, and you set up your second factor anew when you sign in.",
  ticket: "You need not sign in for it. This link works once.",
  submit: "I did not add it: remove it",
  mine: "If it is yours, close this page. Nothing happens then.",
};

export const undone = {
  heading: "The authenticator was removed",
  gone: (name: string) =>
    `“${name}” opens nothing any more, and every session has to sign in again.`,
  password: "Change your password now: whoever added it knew it, or had one of your devices.",
  others: "Then sign in, look at your authenticators and make new recovery codes.",
  last: "Then sign in and set up your second factor anew.",
  signIn: "Sign in",
};
