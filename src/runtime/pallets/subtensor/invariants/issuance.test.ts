import { beforeEach, describe, expect, it } from "vitest";
import { memoryState } from "../../../../storage/state/memory-state.ts";
import { execute } from "../../../frame/execution.ts";
import type { WriteState } from "../../../frame/state.ts";
import { createRuntime, production } from "../../../index.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { storage as alphaAssets } from "../../alpha-assets/storage.ts";
import { storage } from "../storage.ts";
import { alphaOutside } from "./issuance.ts";

const hotkey: AccountId = `0x${"11".repeat(32)}`;
const runtime = createRuntime(production);
const netuid = 3;
let state: WriteState;

const broken = (): unknown[] => [...alphaOutside(state)].map(({ expected, found }) => [expected, found]);

beforeEach(() => {
  state = execute(memoryState([]).overlay(), production, runtime);
  storage.TotalHotkeyAlpha.at(hotkey, netuid).set(state, 100n);
  storage.SubnetAlphaOut.at(netuid).set(state, 90n);
  alphaAssets.AlphaRecycled.at(netuid).set(state, 10n);
});

describe("alpha outside of the pool", () => {
  it("does not count what was recycled as long as nothing is taken from dividends of parents", () => {
    expect(broken()).toEqual([[90n, 100n]]);
  });

  it("counts it once a part was ever taken, but no more than that", () => {
    storage.CKBurn.set(state, 0n);
    expect(broken()).toEqual([]);
    alphaAssets.AlphaRecycled.at(netuid).set(state, 9n);
    expect(broken()).toEqual([[99n, 100n]]);
  });
});
