import { within } from "./fail.js";

/** Browsers that verified before. */
export interface BrowserOptions {
  /**
   * Gives a browser that verified before a budget of its own for guesses, by a sealed cookie, so that nobody elsewhere
   * can spend its owner's. Default true.
   */
  readonly known?: boolean;
  /** For how many days a person may choose not to be asked in a browser. Default 0, which is never; at most 90. */
  readonly trustDays?: number;
}

export interface BrowserSettings {
  readonly known: boolean;
  /** 0 where no browser is ever trusted. */
  readonly trustMs: number;
  /** How many browsers of a subject have a row. */
  readonly most: number;
}

/** @throws ConfigurationError `budget_invalid` */
export function checkBrowsers({
  known = true,
  trustDays = 0,
}: BrowserOptions = {}): BrowserSettings {
  const days = within("browsers.trustDays", trustDays, 0, 90);
  return { known: known === true, trustMs: days * 86_400_000, most: 20 };
}
