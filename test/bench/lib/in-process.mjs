import { memoryRecords } from "@second-factor/core";
import { enrollSubjects, prepareEngine } from "./prepared.mjs";

/** The engine driven by plain requests, each from a session of its own. */
export async function inProcess(options = {}) {
  const { records = memoryRecords(), ...more } = options;
  const engine = prepareEngine({ records, ...more });
  return {
    engine,
    records: records.forNamespace("default"),
    async enroll(id) {
      const [subject] = await enrollSubjects(engine, 1, () => id);
      return subject;
    },
    async verify(id, otp) {
      let slot;
      const body = new TextEncoder().encode(JSON.stringify({ otp }));
      const reply = await engine.handle({
        method: "POST",
        path: "/2fa/verify",
        query: "",
        header: (name) => (name === "content-type" ? "application/json" : undefined),
        client: { address: "127.0.0.1", secure: true },
        body: { kind: "unread", read: async () => body },
        subject: () => ({ id, name: id }),
        sessionHeldBy: "server",
        session: () => ({
          read: () => slot,
          write: (value) => {
            slot = value;
          },
          rotate: (value) => {
            slot = value;
          },
        }),
      });
      return reply.status;
    },
  };
}
