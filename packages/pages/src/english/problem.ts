export const problem = {
  heading: {
    busy: "Please wait a little",
    confirm: "One more step",
    missing: "Not found",
    refused: "That did not work",
    signIn: "Please sign in",
    unavailable: "Not available right now",
  },
  signIn: "Sign in",
  challenge: "Confirm that it's you",
  enroll: "Set up your second factor",
  manage: "Your second factor",
  back: "Back",
  enrollmentVoided:
    "That code was not right either, so the QR code is not valid any more. Check that your device's clock is set automatically, then begin again.",
  reference: "If you ask for help, mention:",
};
