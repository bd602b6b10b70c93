// What is used of the module that every Worker has. An app has it from `wrangler types`, which would bring all of its
// globals here.
declare module "cloudflare:workers" {
  export abstract class DurableObject {
    protected readonly ctx: {
      readonly storage: {
        /** Synchronous, and only for classes with SQLite storage. */
        readonly kv: {
          get<T>(key: string): T | undefined;
          put(key: string, value: unknown): void;
          delete(key: string): boolean;
          list<T>(): Iterable<[string, T]>;
        };
        setAlarm(milliseconds: number): Promise<void>;
        deleteAll(): Promise<void>;
      };
    };
    alarm?(): Promise<void>;
  }
}
