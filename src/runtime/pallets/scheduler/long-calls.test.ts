import { beforeEach, describe, expect, it } from "vitest";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import type { Hex } from "../../../lib/bytes.ts";
import type { CallValue } from "../../frame/calls.ts";
import { balances } from "../balances/index.ts";
import { preimage } from "../preimage/index.ts";
import { unrequestPreimage } from "../preimage/notes.ts";
import { storage as preimages } from "../preimage/storage.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { events } from "./events.ts";
import { scheduler } from "./index.ts";
import { schedule, setRetry } from "./plan.ts";
import { storage } from "./storage.ts";
import { tryChange } from "./try-change.ts";

const name = `0x${"01".repeat(32)}` as const;
const root = { type: "Root" } as const;
const long: CallValue = { pallet: "System", name: "remark", args: { remark: new Uint8Array(1000) } };

let bare: BareState;
beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [14, preimage],
    [15, scheduler],
  ]);
});

describe("a long call", () => {
  const hash = (): Hex => blake2Hex(bare.state.runtime.encodeCall(long));
  const status = () => preimages.RequestStatusFor.at(hash()).get(bare.state);
  const plan = (id?: Hex) =>
    schedule(bare.state, {
      ...(id === undefined ? {} : { id }),
      time: { at: 2 },
      periodic: undefined,
      priority: 0,
      origin: root,
      call: long,
    });
  const block2 = () => {
    systemStorage.Number.set(bare.state, 2);
    bare.forget();
    return scheduler.hooks.onInitialize?.(bare.state, 2);
  };

  it("is kept as a preimage that is noted and asked for", () => {
    plan();
    expect(bare.told()).toEqual(["Noted", "Scheduled"]);
    expect(status()).toMatchObject({ value: { count: 2, maybe_len: 1004 } });
    expect(block2()?.proof_size).toBe(1489n + 110_487n + 3556n + 1004n);
    expect(bare.told()).toEqual(["Dispatched"]);
    expect(status()).toMatchObject({ value: { count: 1 } });
  });

  it("is given up when its preimage is gone", () => {
    plan(name);
    setRetry(bare.state, root, { id: name }, 3, 1);
    for (let i = 0; i < 2; i++) unrequestPreimage(bare.state, hash());
    block2();
    expect(bare.told()).toEqual(["CallUnavailable"]);
    expect(storage.Agenda.at(2).get(bare.state)).toHaveLength(1);
    expect(storage.IncompleteSince.exists(bare.state)).toBe(false);
  });

  it("is asked for as often as it is planned, unless Root took a request back", () => {
    const before = bareState([[0, system]]).state;
    const broken = () => {
      bare.state.root();
      return [...tryChange(before, bare.state)].map(({ at, found }) => [...at, found]);
    };
    plan();
    plan();
    expect(broken()).toEqual([]);
    while (status()?.type === "Requested") unrequestPreimage(bare.state, hash());
    expect(broken()).toEqual([[hash(), 2]]);
    expect([...tryChange(bare.state, bare.state)]).toEqual([]);
    bare.state.emit(events.Dispatched({ task: [1, 0], id: undefined, result: { ok: undefined } }));
    expect(broken()).toEqual([]);
  });
});
