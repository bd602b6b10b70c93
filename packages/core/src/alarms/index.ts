export type { Alarm, AlarmRuleName, AlarmRuleOptions, AlarmSeverity } from "./alarm.js";
export type { ClockPicture, ClockVotesOptions } from "./clock-votes.js";
export {
  type Alarms,
  type AlarmsOptions,
  type AlarmsState,
  createAlarms,
} from "./create-alarms.js";
