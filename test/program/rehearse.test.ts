import { describe, expect, it } from "vitest";
import { silentLog } from "../../src/chain/environment.ts";
import { testDatabase, testRuntime } from "../../src/chain/testing/chain.ts";
import { createChainEngines, usualEngine } from "../../src/engine/chain-engines.ts";
import { createNativeEngine } from "../../src/engine/native/native-engine.ts";
import { toKey, utf8 } from "../../src/lib/bytes.ts";
import { surfaceOf } from "../../src/metadata/surface.ts";
import { nextBlock } from "../../src/node/rehearse/branch.ts";
import { rehearsalText } from "../../src/node/rehearse/rehearsal-text.ts";
import { rehearse } from "../../src/node/rehearse/rehearse.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import { readRuntimeFile } from "../../src/node/runtime-files/runtime-file.ts";
import type { BuildName } from "../../src/primitives/build-name.ts";
import type { ParentState } from "../../src/storage/state/parent-state.ts";
import { smallProgramFile } from "../options/small-program.ts";

async function rehearsed(blocks: number, rules = testRuntime()) {
  const database = await testDatabase();
  const place = database.best();
  const state = database.stateAt(place.hash) as ParentState;
  const engines = createChainEngines({ ...usualEngine, log: silentLog, rules: createNativeEngine(rules) });
  const upgrade = readRuntimeFile(await smallProgramFile(426));
  if (upgrade.code === undefined) throw new Error("no code");
  const options = { place, state, engines, runtime: rules, blocks, netuid: 1 };
  return { state, upgrade, rehearsal: await rehearse({ ...options, upgrade: { ...upgrade, code: upgrade.code } }) };
}

describe("a rehearsal", () => {
  it("finds what the migrations change, and not what every block changes", async () => {
    const { rehearsal, upgrade } = await rehearsed(0);
    const { changes, ownChecks, mostWeight } = rehearsal.migrations;
    expect(changes.map(({ key }) => key)).toEqual([toKey(utf8("small:migrated"))]);
    expect([changes[0]?.before, ownChecks]).toEqual([undefined, undefined]);
    expect(mostWeight?.refTime).toBe(4_000_000_000_000n);
    const lines = rehearsalText(rehearsal, [surfaceOf(upgrade.metadata)]);
    expect(lines.join("\n")).toContain(" of at most 4000.0 ms and any number of bytes of proof a block: ");
    expect(lines.join("\n")).toMatch(
      /Migrations change 1 key:\n {2}unknown item: 1 key\n {4}0x736d616c6c3a6d69677261746564: absent -> 0xa906/,
    );
  });

  it("warns of slots that get another length, and only of those", async () => {
    const text = async (build: BuildName): Promise<string> => {
      const { rehearsal } = await rehearsed(0, runtimeOfBuild(build));
      return rehearsalText(rehearsal, []).join("\n");
    };
    expect(await text("production")).toMatch(
      /\nMigrations weigh .*\n.*\nSLOTS OF 12000 ms BECOME 250 ms: .* blocks stop until every author is started again\.\n/,
    );
    expect(await text("local")).not.toContain("SLOTS");
  });

  it("goes on under both rules from the same state, which stays as it was", async () => {
    const { rehearsal, state } = await rehearsed(4);
    const root = state.trie();
    const [subnet] = rehearsal.subnets;
    expect([subnet?.before.length, subnet?.after.length]).toEqual([4, 4]);
    // The small program pays nobody.
    expect(subnet?.after[3]?.tao).toBe(subnet?.after[0]?.tao);
    expect(state.trie()).toBe(root);
  });

  it("makes the blocks that the chain would make", async () => {
    const database = await testDatabase();
    const engines = createChainEngines({ ...usualEngine, log: silentLog, rules: createNativeEngine(testRuntime()) });
    const place = database.best();
    const first = { place, state: database.stateAt(place.hash) as ParentState, moment: 1_760_000_000_000n };
    const second = await nextBlock(await nextBlock(first, engines), engines);
    expect([second.place.number, second.moment - first.moment]).toEqual([2, 500n]);
  });
});
