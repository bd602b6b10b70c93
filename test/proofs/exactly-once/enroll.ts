import { type VirtualAuthenticator, virtualAuthenticator } from "@second-factor/testing";
import { type Mount, mounts } from "../bank/bank-engine.js";
import type { HostSession } from "../bank/host-session.js";
import type { RawReply } from "../load/connection.js";
import { clientAddress, requestBytes } from "../load/requests.js";
import type { Volley } from "../load/volley.js";

/** An enrollment under way, in the session that began it. */
export interface Begun {
  readonly session: HostSession;
  readonly from: string;
  /** The suite's own cookie. */
  readonly cookies: readonly string[];
  /** Of the confirmation. */
  readonly path: string;
  readonly app: VirtualAuthenticator;
}

/** Begins an enrollment for each subject, through the routes. */
export async function beginAll(
  volley: Volley,
  mount: Mount,
  subjects: readonly string[],
  number: number,
): Promise<Begun[]> {
  const path = `${mounts[mount]}/totp/enrollments`;
  const at = Date.now();
  const signIns = subjects.map((user, index) => ({
    session: { user, id: "owner", at },
    from: clientAddress(number + index),
  }));
  const replies = await volley.fire(
    signIns.map((signIn) => requestBytes({ ...signIn, path, json: {} })),
  );
  return signIns.map((signIn, index) => {
    const { enrollmentId, keyUri } = read<{ enrollmentId: string; keyUri: string }>(replies[index]);
    const app = virtualAuthenticator(keyUri, { now: () => Date.now() });
    const cookies = [cookieOf(replies[index])];
    return { ...signIn, cookies, path: `${path}/${enrollmentId}/confirm`, app };
  });
}

/** Enrolls each subject to the end, through the routes; their recovery codes. */
export async function enrollAll(
  volley: Volley,
  mount: Mount,
  subjects: readonly string[],
  number: number,
): Promise<ReadonlyArray<readonly string[]>> {
  const begun = await beginAll(volley, mount, subjects, number);
  const replies = await volley.fire(
    begun.map((one) => requestBytes({ ...one, json: { otp: one.app.code() } })),
  );
  return replies.map((reply) => read<{ recoveryCodes: string[] }>(reply).recoveryCodes);
}

function read<T>(reply: RawReply | undefined): T {
  if (reply?.status !== 200 && reply?.status !== 201)
    throw new Error(`An enrollment was answered with ${reply?.status}.`);
  return JSON.parse(reply.body) as T;
}

const cookieOf = (reply: RawReply | undefined) =>
  /\r\nset-cookie: ([^;]+)/i.exec(reply?.head ?? "")?.[1] ?? "";
