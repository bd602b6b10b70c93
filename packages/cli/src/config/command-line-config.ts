import type { MasterKeys, SecondFactorOptions } from "@second-factor/core";
import type { SqlDatabase } from "@second-factor/sql";

/**
 * What `second-factor.config.js` exports. Let the app import the same module, or the module that both import, so that
 * the command line sees what the app sees.
 */
export interface CommandLineConfig {
  /** What the app gives to `createSecondFactor`, or a function that makes it: then commands that need none ask for none. */
  readonly options?:
    | SecondFactorOptions
    | (() => SecondFactorOptions | Promise<SecondFactorOptions>);
  /** What the app gives to `sqlRecords`, or a function that makes it: for `schema migrate` and `audit`. */
  readonly database?: SqlDatabase | (() => SqlDatabase | Promise<SqlDatabase>);
  /** What the app gives to `wrappedKeyRing`: for `keys generate --master` and `keys rewrap`. */
  readonly masterKeys?: MasterKeys | (() => MasterKeys | Promise<MasterKeys>);
  /** Ends the connections that the module opened. */
  readonly close?: () => unknown;
}
