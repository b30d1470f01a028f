import { beforeEach, describe, expect, it } from "vitest";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { decode } from "../../../codec/codec.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { ConsensusLog } from "../../../primitives/grandpa-log.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { hooks, scheduleChange } from "./changes.ts";
import { errors } from "./errors.ts";
import { grandpa } from "./index.ts";
import { storage } from "./storage.ts";

const voter: Hex = `0x${"11".repeat(32)}`;
let bare: BareState;

beforeEach(() => {
  bare = bareState([
    [0, system],
    [4, grandpa],
  ]);
});

const logs = () =>
  systemStorage.Digest.get(bare.state).logs.map((item) =>
    item.type === "Consensus" ? decode(ConsensusLog, item.value[1]) : item,
  );

describe("changes of the voters", () => {
  it("are told in the digest of their block and happen after the delay", () => {
    scheduleChange(bare.state, [[voter, 1n]], 2, undefined);
    expect(bare.reasonOf(() => scheduleChange(bare.state, [], 0, undefined))).toBe(errors.ChangePending);
    hooks.onFinalize?.(bare.state, 1);
    expect(logs()).toEqual([{ type: "ScheduledChange", value: { next_authorities: [[voter, 1n]], delay: 2 } }]);
    hooks.onFinalize?.(bare.state, 2);
    expect(storage.Authorities.get(bare.state)).toEqual([]);
    hooks.onFinalize?.(bare.state, 3);
    expect(storage.Authorities.get(bare.state)).toEqual([[voter, 1n]]);
    expect(storage.PendingChange.exists(bare.state)).toBe(false);
    expect(bare.told()).toEqual(["NewAuthorities"]);
    expect(logs()).toHaveLength(1);
  });

  it("by force wait for twice the delay of the last one", () => {
    scheduleChange(bare.state, [[voter, 1n]], 0, 5);
    hooks.onFinalize?.(bare.state, 1);
    expect(logs()).toMatchObject([{ type: "ForcedChange", value: [5, { delay: 0 }] }]);
    storage.NextForced.set(bare.state, 2);
    expect(bare.reasonOf(() => scheduleChange(bare.state, [], 0, 5))).toBe(errors.TooSoon);
  });
});
