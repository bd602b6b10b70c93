import { readFileSync } from "node:fs";

/** Every kind that packages/core/src/events/notice.ts names: what an app compiles with. */
export function readNoticeKinds(): readonly string[] {
  const url = new URL("../../packages/core/src/events/notice.ts", import.meta.url);
  const [, union = ""] = /export type NoticeKind =([^;]+);/.exec(readFileSync(url, "utf8")) ?? [];
  const kinds = [...union.matchAll(/"([a-z_]+)"/g)].map(([, kind = ""]) => kind);
  if (kinds.length === 0) throw new Error("notice.ts: no NoticeKind");
  return kinds;
}
