import { inHours } from "../duration.js";

export const recovery = {
  banner:
    "Somebody asked for a way into this account without its second factor. If that was not you, end it.",
  bannerLink: "Look at it",

  askHeading: "Have you lost everything?",
  askLead:
    "If you have neither your authenticator app nor a recovery code, you can set up a new second factor, once you have waited.",
  askStep: "Ask for it here",
  askText: "We tell you at every address that we have of you.",
  waitStep: (milliseconds: number) => `Wait ${inHours("en", milliseconds)}`,
  waitText:
    "Whoever still has the second factor ends it by signing in; the link in our message ends it too.",
  returnStep: "Come back and sign in with your password",
  returnText: "Then the old second factor goes, and you set up a new one.",
  ask: "Ask for a new second factor",

  openHeading: "A recovery is under way",
  delayedLead:
    "With this account's password, somebody asked to set up a new second factor without the old one.",
  supportLead: "With our support, somebody is setting up a new second factor for this account.",
  availableFrom: "Possible from",
  waiting: "Come back then and sign in with your password.",
  ready:
    "The waiting time is over. The second factor that this account has now will go, with its recovery codes, and every session that is signed in.",
  complete: "Remove the old second factor",
  endLead: "If that was not you, end it, then change your password.",
  endByMessage: "If that was not you, end it with the link in the message that we sent.",
  end: "End the recovery",
  signInFirst: "For that, sign in again first: we want to see your password just now.",
  signIn: "Sign in",
  back: "Back",

  cancelHeading: "End this recovery?",
  cancelLead: (issuer: string) =>
    `Somebody asked ${issuer} to let them into your account without its second factor. If that was not you, end it here.`,
  cancelAfter: "They may know your password. Change it once you have ended this.",
  continueHeading: "Set up a new second factor",
  continueLead:
    "Our support has approved it. The second factor that this account has now will go, with its recovery codes, and every session that is signed in.",
  continueSubmit: "Go on",

  requestedHeading: "We have taken your request",
  requestedLead: (milliseconds: number) =>
    `If this account has a second factor and no other request is under way, you can set up a new one in ${inHours("en", milliseconds)}. We have written to you.`,
  canceledHeading: "The recovery is ended",
  canceledLead: "Nobody gets in by it any more. If you had not asked for it, change your password.",
  completedHeading: "The old second factor is gone",
  completedLead: "Now sign in with your password once more, and set up a new one.",
};
