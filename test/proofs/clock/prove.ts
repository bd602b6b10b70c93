import type { Alarm } from "@second-factor/core/alarms";
import { startFleet } from "./fleet.js";

export interface ClockOptions {
  readonly users: number;
  readonly signInsADay: number;
  readonly seed: number;
}

export interface ShiftResult {
  readonly shiftSeconds: number;
  /** From the shift to the alarm; null where none came. */
  readonly signIns: number | null;
  readonly alarm: Alarm | null;
  /** After 400 sign-ins more; seconds, negative where the clock is behind. */
  readonly estimate: number | null;
  /** Alarms before anything was shifted. */
  readonly early: number;
}

const isDrift = ({ rule }: Alarm) => rule === "clock_drift";
/** Far more than it may take. */
const mostSignIns = 3000;
const signInsJudged = 400;

/** A day of honest sign-ins, then the server's clock jumps. */
export async function proveShift(
  shiftSeconds: number,
  options: ClockOptions,
): Promise<ShiftResult> {
  const fleet = await startFleet(options);
  await fleet.signIns(options.signInsADay);
  const early = fleet.alarms.filter(isDrift).length;
  fleet.shift(shiftSeconds);
  const isRaised = () => fleet.alarms.filter(isDrift).length > early;
  const signIns = await fleet.signIns(mostSignIns, isRaised);
  const alarm = fleet.alarms.filter(isDrift)[early] ?? null;
  await fleet.signIns(signInsJudged);
  const estimate = fleet.aheadSeconds();
  return { shiftSeconds, signIns: alarm === null ? null : signIns, alarm, estimate, early };
}

export interface HonestResult {
  readonly signIns: number;
  readonly codes: { readonly sent: number; readonly accepted: number };
  readonly alarms: readonly Alarm[];
}

/** Nothing but devices that drift and people who type. */
export async function proveHonest(days: number, options: ClockOptions): Promise<HonestResult> {
  const fleet = await startFleet(options);
  const signIns = await fleet.signIns(days * options.signInsADay);
  return { signIns, codes: fleet.codes, alarms: fleet.alarms };
}
