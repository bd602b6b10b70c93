/// <reference path="../../../../packages/cloudflare/src/cloudflare-workers.d.ts" />
import { SecondFactorObject } from "@second-factor/cloudflare";
import type { Budget } from "@second-factor/core/stores";

interface Seen {
  /** How many things the storage holds. */
  readonly kept: number;
  readonly alarm: number | null;
}

export interface WatchedStub {
  look(): Promise<Seen>;
  /** What was left when the alarm of that number had done its work, once it has. */
  afterAlarm(number: number): Promise<Seen>;
}

interface Storage {
  readonly kv: { list(): Iterable<unknown> };
  getAlarm(): Promise<number | null>;
}

/** The object as it is, and a look into what it leaves behind. */
export class WatchedObject extends SecondFactorObject implements WatchedStub {
  readonly #alarms: Seen[] = [];
  #rung: () => void = () => undefined;

  async look(): Promise<Seen> {
    const { storage } = this.ctx as unknown as { readonly storage: Storage };
    return { kept: [...storage.kv.list()].length, alarm: await storage.getAlarm() };
  }

  async afterAlarm(number: number): Promise<Seen> {
    while (this.#alarms.length < number) {
      await new Promise<void>((resolve) => {
        this.#rung = resolve;
      });
    }
    return this.#alarms[number - 1]!;
  }

  override async alarm(): Promise<void> {
    await super.alarm();
    this.#alarms.push(await this.look());
    this.#rung();
  }
}

/** How often an object that falls was asked; it remembers nothing itself. */
export const falls = { asked: 0 };

/** Carries out what it was asked, and is reset before it can answer. */
export class FallingObject extends SecondFactorObject {
  override consumePoint(budget: Budget): never {
    super.consumePoint(budget);
    return this.#fall();
  }

  override acceptStep(...args: Parameters<SecondFactorObject["acceptStep"]>): never {
    super.acceptStep(...args);
    return this.#fall();
  }

  #fall(): never {
    falls.asked += 1;
    (this.ctx as unknown as { abort(reason: string): void }).abort("reset by the test");
    throw new Error("not reached");
  }
}
