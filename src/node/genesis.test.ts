import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testFinneySpec } from "../../test/support/foreign-specs.ts";
import { chainSpecJson, parseChainSpec } from "../primitives/chain-spec.ts";
import { openChainDatabase } from "./chain-database.ts";
import { genesisBlock, genesisStorage, rawGenesis } from "./genesis.ts";

const testFinneyText = testFinneySpec();
const testFinney = () => parseChainSpec(JSON.parse(testFinneyText as string));
const testFinneyHash = "0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesis-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a genesis", () => {
  it.skipIf(testFinneyText === undefined)("of the test network has the test network's hash", async () => {
    expect(genesisBlock(await genesisStorage(testFinney(), "production")).hash).toBe(testFinneyHash);
  });

  it.skipIf(testFinneyText === undefined)("comes back from its storage as the raw specification it was", async () => {
    const spec = testFinney();
    const genesis = rawGenesis(await genesisStorage(spec, "production"));
    expect(chainSpecJson({ ...spec, genesis })).toEqual(chainSpecJson(spec));
  });

  it("with child tries holds their roots", async () => {
    // The id alone; its storage key, ":child_storage:default:x", would be an id of its own.
    const child = `0x${Buffer.from("x").toString("hex")}`;
    const raw = (childrenDefault: unknown) =>
      parseChainSpec({ name: "n", id: "i", genesis: { raw: { top: { "0x01": "0x02" }, childrenDefault } } });
    const spec = raw({ [child]: { "0x03": "0x04" } });
    const storage = await genesisStorage(spec, "production");
    expect(storage.children.map(([id]) => id)).toEqual(["x"]);
    expect(rawGenesis(storage)).toEqual(spec.genesis);
    const without = await genesisStorage(raw({}), "production");
    expect(genesisBlock(storage).hash).not.toBe(genesisBlock(without).hash);
  });

  it.skipIf(testFinneyText === undefined)(
    "is written into an empty database, found again, and told apart from another chain's",
    async () => {
      const options = { spec: testFinney(), build: undefined, path: join(folder, "db") } as const;
      const first = await openChainDatabase(options);
      expect(first.best()).toEqual({ number: 0, hash: testFinneyHash });
      await first.close();
      const again = await openChainDatabase(options);
      expect(again.genesisHash).toBe(testFinneyHash);
      await again.close();
      const spec = parseChainSpec({ name: "n", id: "i", genesis: { raw: { top: { "0x01": "0x02" } } } });
      await expect(openChainDatabase({ ...options, spec })).rejects.toThrow(/holds another chain .*--base-path/);
    },
  );
});
