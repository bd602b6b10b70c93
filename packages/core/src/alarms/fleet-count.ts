import { crypto } from "#crypto";
import type { Clock } from "../clock.js";
import { consumeBudget } from "../stores/budget-verdict.js";
import type { Limiter, Limits } from "../stores/limits.js";
import type { CountingRule } from "./rules.js";

/** Counts over all processes, by budgets in a shared store. */
export interface FleetCount {
  /**
   * True for one event in a window among those of all processes: the one that reaches the threshold.
   *
   * @param account whose event it is; counted once a window where the rule counts accounts
   * @throws Unavailable `store_unavailable`
   */
  reaches(rule: CountingRule, key: string, account: string): Promise<boolean>;
}

interface OpenRule {
  readonly counted: Limiter;
  readonly accounts: Limiter;
}

export function createFleetCount(limits: Limits, clock: Clock): FleetCount {
  const opened = new Map<CountingRule, OpenRule>();

  function open(rule: CountingRule): OpenRule {
    const known = opened.get(rule);
    if (known !== undefined) return known;
    const { threshold, windowSeconds: durationSeconds } = rule;
    const name = `second-factor:alarms:${rule.name}`;
    const rules = {
      counted: limits.limiter({ name, points: threshold, durationSeconds }, clock),
      accounts: limits.limiter({ name: `${name}:accounts`, points: 1, durationSeconds }, clock),
    };
    opened.set(rule, rules);
    return rules;
  }

  return {
    async reaches(rule, key, account) {
      const { counted, accounts } = open(rule);
      // Hashed, so that a shared store lists neither accounts nor addresses.
      const bucket = await crypto.digest(`alarm ${key}`);
      if (rule.distinctSubjects) {
        const own = await crypto.digest(`account ${key} ${account}`);
        const first = await consumeBudget(accounts, own);
        if (!first.allowed) return false;
      }
      const verdict = await consumeBudget(counted, bucket);
      return verdict.allowed && verdict.remaining === 0;
    },
  };
}
