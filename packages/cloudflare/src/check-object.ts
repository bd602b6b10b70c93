import { type Clock, compareClocks, type StoreFinding } from "@second-factor/core/stores";
import { type Binding, wranglerLines } from "./binding.js";
import { selfDescription } from "./self-description.js";

/** Asks an object that holds nothing: is it there, of the right class, with the right storage? Never rejects. */
export async function checkObject(
  { name, ask }: Binding,
  clock?: Clock,
): Promise<readonly StoreFinding[]> {
  try {
    const told: unknown = await ask(["check"], (object) => object.describe());
    if (told !== selfDescription) return [otherClass(name)];
    if (clock === undefined) return [];
    const time = async () => Number(await ask(["check"], (object) => object.readClock()));
    return await compareClocks(clock, `the Durable Object behind the binding ${name}`, time);
  } catch (cause) {
    return [explainFailure(name, cause instanceof Error ? cause.message : "it failed")];
  }
}

function explainFailure(name: string, message: string): StoreFinding {
  if (/\bRPC\b/.test(message)) return otherClass(name);
  if (/new_sqlite_classes|SQLite-backed/.test(message)) return otherStorage(name);
  return error(
    "store_unreachable",
    `The Durable Object behind the binding ${name} does not answer: ${message}.`,
    `See whether the Worker that has the class is deployed, and ${wranglerLines(name)}`,
  );
}

const otherClass = (name: string): StoreFinding =>
  error(
    "store_unreachable",
    `The binding ${name} is of another class than SecondFactorObject.`,
    `Export { SecondFactorObject } from the Worker, and ${wranglerLines(name)}`,
  );

const otherStorage = (name: string): StoreFinding =>
  error(
    "store_version_unsupported",
    `The class behind the binding ${name} was created without SQLite storage.`,
    "Name it under new_sqlite_classes in the migrations of wrangler.jsonc, not under new_classes. A class that is deployed keeps its storage: export it by another name, and bind that one.",
  );

function error(code: StoreFinding["code"], problem: string, remedy: string): StoreFinding {
  return { severity: "error", code, problem, remedy };
}
