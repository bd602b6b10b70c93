/** What scripts go by; docs/cli.md says what each command means by them. */
export const exitCodes = {
  /** Done, or nothing wrong. */
  fine: 0,
  /** Done, with something left to look at. */
  attention: 1,
  /** Not done, or something is wrong. */
  errors: 2,
  /** The command was not written as it should be (EX_USAGE of sysexits.h). */
  usage: 64,
  /** Ended by Ctrl-C, as shells number it. What was done is kept. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
