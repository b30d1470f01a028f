import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { fromHex, keyToHex, toHex } from "../../src/lib/bytes.ts";
import { genesisOf, genesisWith } from "../../src/replay/genesis.ts";
import { createRuntime, production } from "../../src/runtime/index.ts";
import { storage as staking } from "../../src/runtime/pallets/subtensor/storage.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { smallProgramFile } from "./small-program.ts";
import { freshDirectory, type Rows, spawned, subtensor } from "./support.ts";

const recording = (path: string): string => fileURLToPath(new URL(`../vectors/${path}`, import.meta.url));
const chain = recording("chains/n-system.json.gz");
const epoch = recording("epoch/n001-seed1000-f00.json.gz");

const replay = async (...args: string[]): Promise<string> => (await subtensor("replay", ...args)).out;

/** A recording of one block over a genesis in which Alice lists a hotkey that nobody owns. */
function brokenRecording(): string {
  const { state } = genesisOf("localnet", createRuntime(production));
  const { key } = staking.OwnedHotkeys.at(devAccount("Alice").publicKey);
  const listed = toHex(Uint8Array.of(4, ...Array(32).fill(7)));
  const genesis = genesisWith(memoryState([...state.entries(), [key, fromHex(listed)]]));
  const file = join(freshDirectory(), "broken.json");
  writeFileSync(
    file,
    JSON.stringify({
      format: 1,
      genesis: "localnet",
      overrides: { [keyToHex(key)]: listed },
      spec_version: 425,
      genesis_hash: genesis.hash,
      genesis_state_root: toHex(genesis.state.root()),
      blocks: [{ number: 1, timestamp: 1_760_000_016_000, terse: true }],
    }),
  );
  return file;
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
