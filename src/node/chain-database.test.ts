import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encode } from "../codec/codec.ts";
import { u64 } from "../codec/primitives.ts";
import { toHex, utf8 } from "../lib/bytes.ts";
import type { BuildName } from "../primitives/build-name.ts";
import { type ChainSpec, parseChainSpec } from "../primitives/chain-spec.ts";
import { encodeHeader, headerHash } from "../primitives/header.ts";
import { storage as aura } from "../runtime/pallets/aura/storage.ts";
import { storage as timestamp } from "../runtime/pallets/timestamp/storage.ts";
import type { Database } from "../storage/database.ts";
import { emptyRoot } from "../storage/trie/trie.ts";
import { openChainDatabase, storedBuild } from "./chain-database.ts";
import { loadChainSpec } from "./chain-specs.ts";
import { genesisStorage, rawGenesis } from "./genesis.ts";

const dev = loadChainSpec({ chain: "dev", dev: false, drand: "public" }, {});

/** The specification of the dev chain in a build, as its storage, with nothing that names the build. */
async function rawDev(build: BuildName): Promise<ChainSpec> {
  return { ...dev, genesis: rawGenesis(await genesisStorage(dev, build)) };
}

/** Stores block 1, final, with this time (ms) and slot in its state. */
async function storeBlock(database: Database, { now, slot }: { now: bigint; slot: bigint }): Promise<void> {
  const parentHash = database.best().hash;
  const overlay = database.overlayAt(parentHash);
  if (overlay === undefined) throw new Error("no state");
  overlay.put(timestamp.Now.key, encode(u64, now));
  overlay.put(aura.CurrentSlot.key, encode(u64, slot));
  const roots = { stateRoot: toHex(overlay.root()), extrinsicsRoot: toHex(emptyRoot) };
  const header = encodeHeader({ parentHash, number: 1, ...roots, digest: [] });
  await database.commitBlock({ hash: headerHash(header), header, body: [], overlay, best: true, finalized: true });
}

let path = "";
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "chain-database-"));
});
afterEach(() => rmSync(path, { recursive: true }));

const open = (spec: ChainSpec, build?: BuildName) => openChainDatabase({ spec, build, path: join(path, "db") });

/** Opens the database and closes it again: which build it has. */
async function buildOf(spec: ChainSpec, build?: BuildName): Promise<BuildName> {
  const database = await open(spec, build);
  const stored = storedBuild(database);
  await database.close();
  return stored;
}

describe("the rules of a database", () => {
  it("are those it was made under, without an option too", async () => {
    for (const build of ["production", "pow-faucet", "local"] as const) {
      expect(await buildOf(dev, build)).toBe(build);
      expect(await buildOf(dev)).toBe(build);
      rmSync(join(path, "db"), { recursive: true });
    }
  });

  it("are those of a raw specification's option for ever, though every build has its genesis", async () => {
    const spec = await rawDev("local");
    expect(await buildOf(spec, "local")).toBe("local");
    expect(await buildOf(spec)).toBe("local");
    await expect(open({ ...spec, rules: "production" })).rejects.toThrow(
      /names the production rules .*, but the database .* was made under the local rules: give another --base-path/,
    );
    expect(await buildOf(spec)).toBe("local");
  });

  it("contradict another option by name", async () => {
    await buildOf(dev, "local");
    await expect(open(dev, "pow-faucet")).rejects.toThrow(
      /--pow-faucet stands for the pow-faucet rules, but the database .* was made under the local rules/,
    );
  });

  it("are found by genesis where a database does not say them, and are remembered from then on", async () => {
    for (const build of ["local", "pow-faucet"] as const) {
      const database = await open(dev, build);
      await database.putExtra(new Map([["rules", undefined]]));
      await database.close();
      expect(await buildOf(dev)).toBe(build);
      const again = await open(dev);
      expect(again.getExtra("rules")).toEqual(utf8(build));
      await again.close();
      rmSync(join(path, "db"), { recursive: true });
    }
  });

  it("are told by the length of slots where the genesis is the same in every build", async () => {
    const spec = await rawDev("local");
    const database = await open(spec, "local");
    await storeBlock(database, { now: 1_000_000_250n, slot: 4_000_001n });
    await database.putExtra(new Map([["rules", undefined]]));
    await database.close();
    await expect(open({ ...spec, rules: "production" })).rejects.toThrow(
      /was made under other rules than production: its slots have another length/,
    );
    expect(await buildOf(spec)).toBe("local");
  });

  it("that this program does not know are refused", async () => {
    const database = await open(dev);
    await database.putExtra(new Map([["rules", utf8("slow")]]));
    await database.close();
    await expect(open(dev)).rejects.toThrow("rules that this program does not know, 'slow'");
  });

  it("do not hide that it holds another chain", async () => {
    await buildOf(dev, "local");
    const other = parseChainSpec({ name: "n", id: "i", genesis: { raw: { top: { "0x01": "0x02" } } } });
    await expect(open(other)).rejects.toThrow(
      /holds another chain .*--base-path.*--drand offline, --light-client-facade or --runtime may be missing/,
    );
  });
});
