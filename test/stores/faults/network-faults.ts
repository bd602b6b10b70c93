import type { Fault } from "./fault.js";
import type { Ground } from "./ground.js";

const proxyOf = (store: Fault["store"]) => (ground: Ground) =>
  store === "redis" ? ground.toRedis : ground.toPostgres;

/** What networks do to a connection, whatever stands at its other end. */
export function networkFaults(store: Fault["store"]): readonly Fault[] {
  const to = proxyOf(store);
  return [
    {
      name: "new connections reset, the old ones cut",
      store,
      effect: "outage",
      async begin(ground) {
        to(ground).refuse(true);
        to(ground).cutAll();
      },
      async end(ground) {
        to(ground).refuse(false);
      },
    },
    {
      name: "every connection cut once",
      store,
      effect: "moment",
      begin: async (ground) => to(ground).cutAll(),
      end: async () => {},
    },
    {
      name: "a black hole",
      store,
      effect: "unknown",
      begin: async (ground) => to(ground).blackHole(true),
      end: async (ground) => to(ground).blackHole(false),
    },
    {
      name: "slower than the deadline",
      store,
      effect: "unknown",
      begin: async (ground) => to(ground).delay(1500),
      end: async (ground) => to(ground).delay(0),
    },
    {
      name: "replies lost",
      store,
      effect: "unknown",
      begin: async (ground) => to(ground).loseReplies(true),
      async end(ground) {
        to(ground).loseReplies(false);
        to(ground).cutAll();
      },
    },
  ];
}
