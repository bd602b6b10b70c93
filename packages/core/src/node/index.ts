export {
  querySntp,
  type SntpMeasure,
  type SntpOutcome,
  type SntpServer,
} from "./query-sntp.js";
export type { SntpFault } from "./sntp-packet.js";
export { type ClockWatch, type WatchClockOptions, watchClock } from "./watch-clock.js";
