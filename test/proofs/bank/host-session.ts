/** A session of the host: nothing is signed, since nobody here forges one. */
export interface HostSession {
  readonly user: string;
  readonly id: string;
  /** When the password was checked. */
  readonly at: number;
}

export const sessionCookie = ({ user, id, at }: HostSession) => `bank=${user}.${id}.${at}`;

export function readSession(cookies: string | undefined): HostSession | null {
  const [, user, id, at] = /(?:^|; )bank=([\w-]+)\.([\w-]+)\.(\d+)/.exec(cookies ?? "") ?? [];
  return user === undefined || id === undefined ? null : { user, id, at: Number(at) };
}
