import type { SntpOutcome, SntpServer } from "@second-factor/core/node";
import { cliProblem } from "../output/cli-problem.js";
import type { Problem } from "../output/outcome.js";

/** A code lives 30 seconds, and phones are off by a few by themselves. */
const warnAtMs = 2000;
/** From here on right codes of right phones begin to be refused. */
const failAtMs = 15_000;

export interface JudgedClock {
  readonly detail: string;
  readonly problem?: Problem;
}

/** What a time server's answer means for codes that live 30 seconds. */
export function judgeClock({ host, port }: SntpServer, outcome: SntpOutcome): JudgedClock {
  const server = `${host}:${port}`;
  const finding = (
    severity: Problem["severity"],
    code: "clock_off" | "ntp_no_answer" | "ntp_refused" | "ntp_answer_invalid",
    message: string,
    remedy: string,
  ): JudgedClock => ({
    detail: message,
    problem: cliProblem(severity, code, message, remedy),
  });

  if ("ahead" in outcome) {
    const { ahead, uncertainty } = outcome;
    const seconds = (milliseconds: number) => (Math.abs(milliseconds) / 1000).toFixed(3);
    const way = ahead > 0 ? "ahead of" : "behind";
    const message = `The clock is ${seconds(ahead)} s (± ${seconds(uncertainty)} s) ${way} ${server}.`;
    // What the way there could explain is not held against the clock.
    const least = Math.max(0, Math.abs(ahead) - uncertainty);
    if (least <= warnAtMs) return { detail: message };
    const severity = least > failAtMs ? "error" : "warning";
    const remedy = "Let this machine follow the time: run chrony or systemd-timesyncd.";
    return finding(severity, "clock_off", message, remedy);
  }
  if (outcome.fault === "kiss_of_death") {
    const message = `${server} asks to be left alone (${outcome.kiss}).`;
    return finding(
      "warning",
      "ntp_refused",
      message,
      "Ask another time server, or this one later.",
    );
  }
  if (outcome.fault === "invalid") {
    const message = `What answered as ${server} counts for nothing: ${outcome.why}.`;
    return finding("warning", "ntp_answer_invalid", message, "Ask another time server.");
  }
  const message = `${server} did not answer: ${outcome.why}.`;
  const remedy = "Look at its name and at the firewall: UDP, and port 123 where none is named.";
  return finding("warning", "ntp_no_answer", message, remedy);
}
