import { beforeEach, describe, expect, it } from "vitest";
import { memoryState } from "../../../storage/state/memory-state.ts";
import { execute } from "../../frame/execution.ts";
import type { WriteState } from "../../frame/state.ts";
import { createRuntime, production } from "../../index.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { storage } from "./storage.ts";
import { tryChange } from "./try-change.ts";

const runtime = createRuntime(production);
const netuid = 3;
let before: WriteState;
let after: WriteState;

const found = (): unknown[] => [...tryChange(before, after)].map((one) => one.found);

const empty = (): WriteState => execute(memoryState([]).overlay(), production, runtime);

beforeEach(() => {
  [before, after] = [empty(), empty()];
  for (const state of [before, after]) {
    subtensor.NetworksAdded.at(netuid).set(state, true);
    subtensor.SubnetMechanism.at(netuid).set(state, 1);
    subtensor.SubnetAlphaOut.at(netuid).set(state, 100n);
    storage.TotalAlphaIssuance.at(netuid).set(state, 20n);
  }
});

// Seed 431, episode 1 of the fuzz: recycle_alpha of nearly all alpha eight blocks after genesis.
describe("recycling more alpha than was counted", () => {
  beforeEach(() => {
    subtensor.SubnetAlphaOut.at(netuid).set(after, 50n);
    storage.TotalAlphaIssuance.at(netuid).set(after, 0n);
  });

  it("is explained, since the count stops at zero", () => {
    storage.AlphaRecycled.at(netuid).set(after, 50n);
    expect(found()).toEqual([]);
  });

  it("is not when less was recycled than is gone", () => {
    storage.AlphaRecycled.at(netuid).set(after, 49n);
    expect(found()).toEqual([-30n]);
  });
});

// Seeds 436 and 437, episodes 201 and 146 of the fuzz: sales where recycled dividends of parents had been paid out.
describe("selling more alpha than is outside of the pool", () => {
  beforeEach(() => {
    subtensor.SubnetAlphaOut.at(netuid).set(after, 0n);
    subtensor.SubnetAlphaIn.at(netuid).set(after, 130n);
  });

  it("is explained as far as more was staked, or is paid out in the block", () => {
    subtensor.TotalHotkeyAlpha.at(`0x${"11".repeat(32)}`, netuid).set(before, 130n);
    expect(found()).toEqual([]);
    subtensor.TotalHotkeyAlpha.at(`0x${"11".repeat(32)}`, netuid).set(before, 129n);
    expect(found()).toEqual([30n]);
    subtensor.PendingServerEmission.at(netuid).set(before, 1n);
    expect(found()).toEqual([]);
  });
});
