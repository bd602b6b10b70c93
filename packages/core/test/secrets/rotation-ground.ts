import {
  keyRing,
  memoryRecords,
  type RecordsStore,
  type SecondFactorOptions,
} from "../../src/index.js";
import { inProcessApp } from "../app/in-process-app.js";

export const k1 = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
export const k2 = "k2:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";
export const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

export const appWith = (
  keys: string,
  records: RecordsStore,
  more: Partial<SecondFactorOptions> = {},
) => inProcessApp({ keys: keyRing(keys), records, ...more });

/** Everybody's secret sealed by k1. */
export async function enrolledUnderK1(count: number) {
  const records = memoryRecords();
  const { engine } = appWith(k1, records);
  const ids = Array.from({ length: count }, (_, index) => `user-${index}`);
  for (const subjectId of ids) await engine.importAuthenticator({ subjectId, secret });
  const held = records.forNamespace("default");
  return { records, held, ids };
}
