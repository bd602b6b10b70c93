/** A request that waited for the code, and goes on after it. */
export const resume = {
  confirms: "This confirms",
  heading: "Thank you",
  lead: "That was right. What you filled in before has not been sent yet; this sends it.",
  submit: "Continue",
};
