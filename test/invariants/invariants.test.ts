import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseChainFile } from "../../src/replay/chain-file.ts";
import { genesisOf } from "../../src/replay/genesis.ts";
import { rebuildBlock } from "../../src/replay/rebuild-block.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import { createRuntime, production } from "../../src/runtime/index.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { violations } from "../../src/runtime/try-state.ts";
import type { MemoryState } from "../../src/storage/state/memory-state.ts";
import { recordingJson } from "../support/recordings.ts";
import { sdkMutations } from "./sdk-mutations.ts";
import { subtensorMutations } from "./subtensor-mutations.ts";

const runtime = createRuntime(production);
let state: MemoryState;

beforeAll(() => {
  const file = parseChainFile(recordingJson("chains", "c-staking.json.gz"));
  state = genesisOf(file.genesis, runtime).state;
  let parent = file.genesisHash;
  for (const block of file.blocks) {
    const executed = rebuildBlock(state, runtime, parent, block);
    state.commit(executed.overlay);
    parent = executed.hash;
  }
});

const mutations = { ...sdkMutations, ...subtensorMutations };

/** Rules of which the codec of the values makes sure before: no mutation can be stored. */
const byCodec = ["There are at most as many freezes as allowed."];

/** Every sentence in the files of invariants. */
function rules(): string[] {
  const runtimeFolder = join(import.meta.dirname, "../../src/runtime/pallets");
  const files = globSync(["*/try-*.ts", "subtensor/invariants/*.ts"], { cwd: runtimeFolder });
  const sentences = files.flatMap(
    (file) => readFileSync(join(runtimeFolder, file), "utf8").match(/(?<=")[A-Z][^"]*\.(?=")/g) ?? [],
  );
  return [...new Set(sentences)].sort();
}

describe("invariants", () => {
  it("hold in the state of a recorded chain", () => {
    expect(violations(runtime, state, state)).toEqual([]);
  });

  it("are each broken by a case here", () => {
    expect([...Object.keys(mutations), ...byCodec].sort()).toEqual(rules());
  });

  it.each(Object.entries(mutations))("%s", (rule, mutate) => {
    const changed = execute(state.overlay(), production, runtime);
    mutate(changed);
    const found = violations(runtime, changed, state).map(({ invariant }) => invariant);
    expect(found).toContain(rule);
    expect(violations(runtime, state, state)).toEqual([]);
  });

  it("count a value that does not decode as broken", () => {
    const changed = state.overlay();
    changed.put(system.Digest.key, new Uint8Array([255]));
    const [first, ...others] = violations(runtime, changed);
    expect(first).toMatchObject({ pallet: "System", invariant: "Every stored value decodes." });
    expect(others).toEqual([]);
  });
});
