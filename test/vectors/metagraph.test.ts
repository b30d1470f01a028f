import { describe, expect, it } from "vitest";
import { encode } from "../../src/codec/codec.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import type { WriteState } from "../../src/runtime/frame/state.ts";
import { getMechagraph, getMetagraph } from "../../src/runtime/pallets/subtensor/rpc-info/metagraph.ts";
import { metagraphFields, selectiveFields } from "../../src/runtime/pallets/subtensor/rpc-info/metagraph-fields.ts";
import {
  getSelectiveMechagraph,
  getSelectiveMetagraph,
} from "../../src/runtime/pallets/subtensor/rpc-info/selective-metagraph.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import { Metagraph, SelectiveMetagraph } from "../../src/runtime/pallets/subtensor/types/metagraph.ts";
import { recordedChain, recordedEnd } from "../support/recorded-state.ts";

function endOf(name: string): WriteState {
  const end = recordedEnd(recordedChain(name));
  if (end === undefined) throw new Error(`${name} does not record the changes of every block`);
  return execute(end.state.overlay(), end.runtime.rules, end.runtime);
}

const fieldsOf = (codec: typeof Metagraph | typeof SelectiveMetagraph): (string | undefined)[] => {
  const def = codec.info.def();
  return def.kind === "composite" ? def.fields.map(({ name }) => name) : [];
};

describe("metagraphs", () => {
  const state = endOf("d-weights");
  const netuid = 2;

  it("have their fields in the order of the wire, which is what their indices count", () => {
    expect(Object.keys(metagraphFields)).toEqual(fieldsOf(Metagraph));
    expect(Object.keys(selectiveFields)).toEqual(fieldsOf(SelectiveMetagraph));
    expect(Object.keys(selectiveFields).indexOf("alpha_dividends_per_hotkey")).toBe(71);
  });

  it("tell the same selectively, one field at a time", () => {
    const whole = getMetagraph(state, netuid);
    for (const [index, name] of Object.keys(metagraphFields).entries()) {
      const one = getSelectiveMetagraph(state, netuid, [index]) as Record<string, unknown>;
      const told = Object.keys(one).filter((field) => field !== "netuid" && one[field] !== undefined);
      expect(told).toEqual(index === 0 ? [] : [name]);
      const expected = whole?.[name as keyof typeof whole];
      expect(one[name]).toEqual(name === "identity" ? { some: expected } : expected);
      expect(one["netuid"]).toBe(index === 0 ? netuid : 0);
    }
  });

  it("pass over unknown indices and ask nothing of subnets that do not exist", () => {
    const none = getSelectiveMetagraph(state, netuid, [74, 65_535]);
    expect(none).toEqual(getSelectiveMetagraph(state, netuid, []));
    expect(encode(SelectiveMetagraph, none as NonNullable<typeof none>)).toEqual(new Uint8Array(74));
    expect(getSelectiveMetagraph(state, 99, [0])).toBeUndefined();
    expect(getSelectiveMechagraph(state, 99, 0, [0])).toBeUndefined();
  });

  it("list validators from the lightest up, above the threshold and with a permit", () => {
    const listed = (): number[] => getSelectiveMetagraph(state, netuid, [72])?.validators ?? [];
    const { total_stake: stakes = [], validator_permit: permits = [] } = getMetagraph(state, netuid) ?? {};
    const uids = listed();
    expect(uids.length).toBeGreaterThan(1);
    expect(uids.every((uid) => permits[uid])).toBe(true);
    const inOrder = uids.map((uid) => stakes[uid] ?? 0n);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    state.begin();
    storage.StakeThreshold.set(state, inOrder[0] ?? 0n);
    const above = listed();
    state.rollback();
    expect(above).toEqual(uids.filter((uid) => (stakes[uid] ?? 0n) > (inOrder[0] ?? 0n)));
  });

  it("show a mechanism's incentives under its storage index", () => {
    state.begin();
    storage.MechanismCountCurrent.at(netuid).set(state, 2);
    const index = 4096 + netuid;
    storage.Incentive.at(index).set(state, [7, 8, 9]);
    storage.LastUpdate.at(index).set(state, [70n, 80n, 90n]);
    const second = getMechagraph(state, netuid, 1);
    const missing = getMechagraph(state, netuid, 2);
    const selected = getSelectiveMechagraph(state, netuid, 1, [62, 59, 30]);
    state.rollback();
    expect(second).toMatchObject({ netuid: index, incentives: [7, 8, 9], last_update: [70n, 80n, 90n] });
    expect(missing).toBeUndefined();
    expect(selected).toMatchObject({ netuid, incentives: [7, 8, 9], last_update: [70n, 80n, 90n] });
    expect(selected?.num_uids).toBe(storage.SubnetworkN.at(netuid).get(state));
    expect(selected?.dividends).toBeUndefined();
  });
});
