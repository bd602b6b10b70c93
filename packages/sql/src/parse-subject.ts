import {
  type AuthenticatorRecord,
  emptySubjectRecord,
  type PendingEnrollment,
  type SubjectRecord,
} from "@second-factor/core/stores";
import { parseHex } from "./hex.js";

/** A record as `load` writes it into JSON: the types are the schema's. */
interface SubjectJson
  extends Omit<SubjectRecord, "mustEnroll" | "authenticators" | "pending" | keyof Account> {
  readonly mustEnroll: 0 | 1;
  readonly authenticators: readonly Sealed<AuthenticatorRecord>[];
  readonly pending: Sealed<PendingEnrollment> | null;
  readonly account:
    | readonly [
        credentialsChangedAt: number,
        contactChangedAt: number,
        recovery: SubjectRecord["recovery"],
        browsers: SubjectRecord["browsers"] | null,
      ]
    | null;
}

type Account = Pick<
  SubjectRecord,
  "credentialsChangedAt" | "contactChangedAt" | "recovery" | "browsers"
>;

type Sealed<T> = Omit<T, "sealedSecret"> & { readonly sealedSecret: string };

/** The answer of `load`: one row with one column, or none for a subject nobody has seen. */
export function parseSubject(rows: readonly Readonly<Record<string, unknown>>[]): SubjectRecord {
  const [row] = rows;
  if (row === undefined) return emptySubjectRecord;
  const { mustEnroll, authenticators, pending, account, ...rest } = JSON.parse(
    row.record as string,
  ) as SubjectJson;
  return {
    ...rest,
    mustEnroll: mustEnroll === 1,
    authenticators: authenticators.map(withBytes).sort(byAge),
    pending: pending && withBytes(pending),
    ...parseAccount(account),
  };
}

function parseAccount(account: SubjectJson["account"]): Account {
  const [credentialsChangedAt, contactChangedAt, recovery, browsers] = account ?? [
    0,
    0,
    null,
    null,
  ];
  return {
    credentialsChangedAt,
    contactChangedAt,
    recovery,
    browsers: browsers?.toSorted(byAge) ?? emptySubjectRecord.browsers,
  };
}

interface Aged {
  readonly id: string;
  readonly createdAt: number;
}

const byAge = (left: Aged, right: Aged) =>
  left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1);

const withBytes = <T extends { readonly sealedSecret: string }>(sealed: T) => ({
  ...sealed,
  sealedSecret: parseHex(sealed.sealedSecret),
});
