import { readdirSync, readFileSync } from "node:fs";

/** The processes that a process started itself. Linux only: PostgreSQL's are in no group that one signal reaches. */
export function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => status(pid)?.parent === parent);
}

export function isAlive(pid: number): boolean {
  const state = status(pid)?.state;
  // Z: has ended, and waits for somebody to ask how.
  return state !== undefined && state !== "Z" && state !== "X";
}

/** One that ended meanwhile needs no signal. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function status(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    // "pid (name) state parent ...", and a name may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
