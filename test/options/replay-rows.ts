import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { fromHex, type Hex, hexToKey, joinBytes, keyToHex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { genesisOf, genesisWith } from "../../src/replay/genesis.ts";
import { bareExtrinsic } from "../../src/runtime/executive/extrinsic.ts";
import { createRuntime, production } from "../../src/runtime/index.ts";
import { storage as staking } from "../../src/runtime/pallets/subtensor/storage.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { smallProgramFile } from "./small-program.ts";
import { freshDirectory, type Rows, spawned, subtensor } from "./support.ts";

const recording = (path: string): string => fileURLToPath(new URL(`../vectors/${path}`, import.meta.url));
const chain = recording("chains/n-system.json.gz");
const epoch = recording("epoch/n001-seed1000-f00.json.gz");

const replay = async (...args: string[]): Promise<string> => (await subtensor("replay", ...args)).out;

const rules = createRuntime(production);

/** A recording over a genesis with something put over it. */
function recordingOf(overrides: Readonly<Record<Hex, Hex>>, parts: object): string {
  const { state } = genesisOf("localnet", rules);
  const put = Object.entries(overrides).map(([key, value]) => [hexToKey(key), fromHex(value)] as const);
  const genesis = genesisWith(memoryState([...state.entries(), ...put]));
  const file = join(freshDirectory(), "made.json");
  writeFileSync(
    file,
    JSON.stringify({
      ...{ format: 1, genesis: "localnet", overrides, spec_version: 425, blocks: [], ...parts },
      ...{ genesis_hash: genesis.hash, genesis_state_root: toHex(genesis.state.root()) },
    }),
  );
  return file;
}

const terseBlock = { number: 1, timestamp: 1_760_000_016_000, terse: true };

/** A recording of one block over a genesis in which Alice lists a hotkey that nobody owns. */
function brokenRecording(): string {
  const { key } = staking.OwnedHotkeys.at(devAccount("Alice").publicKey);
  const listed = toHex(Uint8Array.of(4, ...Array(32).fill(7)));
  return recordingOf({ [keyToHex(key)]: listed }, { blocks: [terseBlock] });
}

/** A recording in which the small program traps over an extrinsic. */
function trappingRecording(): string {
  const call = { pallet: "System", name: "remark", args: { remark: utf8("trap") } };
  const attempts = [{ kind: "transaction", extrinsic: toHex(bareExtrinsic(call, rules)) }];
  return recordingOf({}, { blocks: [{ ...terseBlock, terse: false, attempts }] });
}

/** A recording in which the small program says why before it traps over a question. */
function panickingRecording(): string {
  const block = joinBytes([new Uint8Array(32), Uint8Array.of(4), new Uint8Array(64), Uint8Array.of(0, 0)]);
  return recordingOf({}, { api_calls: [{ method: "Core_execute_block", args: toHex(block), result: "0x" }] });
}

/** Whether a recorded epoch can be replayed where the kernel, a program of that length, cannot be compiled. */
async function passesWithoutKernel(engine: string): Promise<boolean> {
  const { size } = statSync(fileURLToPath(new URL("../../kernel/epoch.wasm", import.meta.url)));
  const constructor = `constructor(bytes){if(bytes.length===${size})throw(0);super(bytes)}`;
  const module = `WebAssembly.Module=class extends WebAssembly.Module{${constructor}}`;
  const environment = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(module)}` };
  return (await spawned(["replay", epoch, "--epoch-engine", engine], "", environment)).code === 0;
}

export const replayRows: Rows = {
  blind: async () => {
    expect(await replay(chain, "--blind")).toMatch(/^ +1 0x[0-9a-f]{64}$/m);
    expect(await replay(chain)).toMatch(/^PASS \S+: 21 blocks\n$/);
  },
  stopAt: async () => expect(await replay(chain, "--stop-at", "2")).toBe("PASS n-system.json.gz: 2 blocks\n"),
  trace: async () => expect(await replay(chain, "--trace", "2")).toMatch(/^put +System\.ExecutionPhase = /m),
  tryState: async () => {
    const file = brokenRecording();
    expect(await replay(file)).toMatch(/^PASS /);
    expect(await replay(file, "--try-state")).toMatch(/^FAIL .*breaks invariants\n.*A listed hotkey is owned/s);
  },
  runtime: async () => {
    const out = await replay(chain, "--runtime", await smallProgramFile());
    expect(out).toMatch(/^FAIL n-system\.json\.gz: block 1, /);
    // Where the program ends a call, the file fails with its words, and the others are replayed all the same.
    const files = [trappingRecording(), panickingRecording(), epoch];
    const { out: lines, code } = await subtensor("replay", ...files, "--runtime", await smallProgramFile());
    const trap = "wasm trap: wasm `unreachable` instruction executed";
    expect([code, lines.split("\n")]).toEqual([
      1,
      [
        `FAIL made.json: block 1, ${trap}`,
        '  System.remark {"remark":"0x74726170"}',
        `FAIL made.json: block 0, runtime API Core_execute_block: ${trap}: the block is not what its header says`,
        expect.stringMatching(/^PASS n001-/),
        "1 of 3 files pass.",
        "",
      ],
    ]);
  },
  only: async () => {
    expect(await replay(chain, epoch, "--only", "system")).toBe("PASS n-system.json.gz: 21 blocks\n");
    expect(await replay(chain, epoch)).toContain("2 of 2 files pass.");
  },
  epochEngine: async () => {
    const engines = await Promise.all(["wasm", "reference", "both"].map(passesWithoutKernel));
    expect(engines).toEqual([false, true, false]);
  },
};
