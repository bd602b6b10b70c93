export const security = {
  heading: "Second factor: security",
  alarms: "Alarms",
  clock: "The server's clock",
  events: "Recent events",
  none: "None since this process started.",
  suppressed: (count: number) => `${count} more were held back: too many in an hour.`,
  undelivered: (count: number) => `${count} could not be handed on.`,
  critical: "critical",
  since: "First",
  at: "Last",
  subject: "Account",
  address: "Address",
  noVotes: "No code has told anything of it yet.",
  fewVotes: (votes: number) => `${votes} votes are too few to judge it by.`,
  verdict: (votes: number, aheadSeconds: number) =>
    `By ${votes} votes it seems to be ${Math.abs(aheadSeconds)} seconds ${aheadSeconds < 0 ? "behind" : "ahead"}.`,
  chart: (bars: string) => `Codes by time steps from the server's clock. ${bars}`,
  chartHint:
    "How many codes came how many time steps of 30 seconds before (−) or after (+) the server's own; one vote per authenticator and day. People need a while to type, so a right clock shows 0 and −1.",
  back: "All accounts",
};
