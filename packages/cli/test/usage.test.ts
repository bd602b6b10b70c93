import { afterEach, describe, expect, it, vi } from "vitest";
import { run } from "../src/run.js";

/** In this process, for what never gets as far as the app. */
async function tried(args: readonly string[]) {
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  try {
    return { exitCode: await run(args), ...printed };
  } finally {
    vi.restoreAllMocks();
  }
}
afterEach(() => vi.restoreAllMocks());

describe("what is written wrongly", () => {
  it.each([
    [["keys"]],
    [["keys", "frob"]],
    [["status"]],
    [["status", "-odd"]],
    [["status", "a".repeat(257)]],
    [["status", "a\ufffdb"]],
    [["status", "alice", "bob"]],
    [["reset", "alice"]],
    [["reset", "alice", "--reason", "  "]],
    [["reset", "alice", "--reason", "two\nlines"]],
    [["reset", "alice", "--reason", "x".repeat(501)]],
    [["import", "users.csv"]],
    [["import", "users.csv", "--from", "passport"]],
    [["import", "users.csv", "--from", "csv", "--digits", "six"]],
    [["doctor", "--ntp", "http://time.example"]],
    [["keys", "generate", "--id", "a:b"]],
    [["keys", "rotate", "--page-size", "0"]],
    [["keys", "rewrap"]],
    [["schema", "print", "--dialect", "oracle"]],
  ])("%j exits with 64", async (args) => {
    const { exitCode, stdout, stderr } = await tried(args);
    expect(stderr).toMatch(/^error: .*\[usage\]$/m);
    expect([exitCode, stdout]).toEqual([64, ""]);
    const asJson = await tried([...args, "--json"]);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      exitCode: 64,
      result: {},
      problems: [{ severity: "error", code: "usage" }],
    });
  });

  it("says how an id that begins with a dash is written", async () => {
    expect((await tried(["status", "-odd"])).stderr).toContain('stands "--"');
  });
});

describe("what asks for no app", () => {
  it("prints help and version on standard output", async () => {
    expect((await tried(["--help"])).stdout).toMatch(/^Usage: second-factor/);
    expect(await tried(["--version"])).toMatchObject({ exitCode: 0, stderr: "" });
    expect((await tried(["help", "import"])).stdout).toMatch(/^Usage: second-factor import/);
  });

  it("prints the SQL of a dialect", async () => {
    for (const dialect of ["postgres", "sqlite"]) {
      const { stdout, exitCode } = await tried(["schema", "print", "--dialect", dialect]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("CREATE TABLE IF NOT EXISTS second_factor_authenticators");
    }
  });
});
