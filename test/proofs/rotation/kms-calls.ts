import { randomBytes } from "node:crypto";
import { generateWrappedKey, localMasterKey } from "@second-factor/core";
import { inProcessApp } from "../../../packages/core/test/app/in-process-app.js";
import { openKeys } from "../bank/keys-at.js";
import { people } from "./people.js";

const users = 1000;
const rounds = 10;

/** How often one process asks the master key for 10,000 sign-ins in a row, its start included. */
export async function kmsCallsPer10000(): Promise<number> {
  const masterKey = `m1:${randomBytes(32).toString("base64")}`;
  const ring = await generateWrappedKey("d1", "proof", localMasterKey(masterKey));
  let calls = 0;
  const keys = openKeys({ ring, masterKey }, () => {
    calls += 1;
  });
  const app = inProcessApp({ keys });
  const everybody = people(users);
  for (let user = 0; user < users; user += 1) {
    const secret = everybody.secret(user);
    await app.engine.importAuthenticator({ subjectId: everybody.name(user), secret });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let user = 0; user < users; user += 1) {
      const json = { otp: app.code(everybody.secret(user)) };
      const address = `10.0.${user >> 8}.${user & 255}`;
      const session = app.signIn(everybody.name(user));
      const { status } = await session.send("POST", "/verify", { json, address });
      if (status !== 200) throw new Error(`A sign-in was answered with ${status}.`);
    }
    app.advance(30);
  }
  return calls;
}
