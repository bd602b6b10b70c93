import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { it } from "vitest";

const source = fileURLToPath(new URL("../../packages/kms/src/", import.meta.url));

/** What each entry asks for at once, and only when it is used; nobody has to install what they do not use. */
const entries = {
  "aws/aws-kms.ts": ["@aws-sdk/client-kms"],
  "azure/azure-key-vault.ts": [],
  "google/google-kms.ts": [],
  "pkcs11/pkcs11.ts": ["pkcs11js"],
};

it.each(Object.entries(entries))(
  "%s is imported without any vendor's package",
  async (entry, late) => {
    const { metafile } = await build({
      entryPoints: [source + entry],
      bundle: true,
      packages: "external",
      format: "esm",
      write: false,
      metafile: true,
    });
    const external = Object.values(metafile.inputs)
      .flatMap(({ imports }) => imports)
      .filter((one) => one.external === true);
    const named = (kind: string) => [
      ...new Set(external.filter((one) => one.kind === kind).map(({ path }) => path)),
    ];
    assert.deepEqual(named("import-statement"), ["@second-factor/core"]);
    assert.deepEqual(named("dynamic-import"), late);
  },
);
