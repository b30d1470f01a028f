import { blake2Hex } from "../../src/crypto/hashing.ts";
import { type Hex, utf8 } from "../../src/lib/bytes.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import type { WriteState } from "../../src/runtime/frame/state.ts";
import { storage as subtensor } from "../../src/runtime/pallets/subtensor/storage.ts";
import { storage as sudo } from "../../src/runtime/pallets/sudo/storage.ts";
import { storage as balances } from "../../src/runtime/pallets/system/storage.ts";
import type { NetUid } from "../../src/runtime/types/balances.ts";
import { type Memory, newMemory } from "./memory.ts";
import type { Random } from "./random.ts";

/** A neuron as the generator sees it. */
export interface Neuron {
  readonly netuid: NetUid;
  readonly uid: number;
  readonly hotkey: Hex;
  readonly coldkey: Hex;
}

/** Alpha (or, on root, TAO) of a coldkey on a hotkey. */
export interface Stake {
  readonly hotkey: Hex;
  readonly coldkey: Hex;
  readonly netuid: NetUid;
}

export const alice: Hex = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

/** An account that belongs to nobody but the fuzz. */
export const accountNamed = (name: string): Hex => blake2Hex(utf8(`fuzz ${name}`));

const named = (kind: string, count: number): readonly Hex[] =>
  Array.from({ length: count }, (_, at) => accountNamed(`${kind} ${at}`));

/** Coldkeys with TAO from the start, ones with hardly any, and hotkeys that these own. */
export const rich = named("rich", 24);
export const poor = named("poor", 6);
export const hotkeys = named("hotkey", 48);

/** What the generator knows of the chain, as of the block that is being built. */
export interface World {
  readonly runtime: Runtime;
  readonly state: WriteState;
  readonly now: number;
  readonly memory: Memory;
  /** Subnets without root. */
  netuids(): readonly number[];
  neurons(): readonly Neuron[];
  neuronsOf(netuid: NetUid): readonly Neuron[];
  stakes(): readonly Stake[];
  ownerOf(hotkey: Hex): Hex | undefined;
  subnetOwner(netuid: NetUid): Hex;
  freeOf(who: Hex): bigint;
  sudoKey(): Hex;
  /** An existing subnet mostly; root or none at times. */
  anyNetuid(r: Random): number;
  /** An account that fits the name of a field, mostly. */
  anyAccount(r: Random, field: string): Hex;
  /** A hash that means something, mostly. */
  anyHash(r: Random): Hex;
  /** An account that was never used. */
  fresh(r: Random): Hex;
  /** A call to put into another one. */
  innerCall(r: Random): CallValue;
}

/** When all are gone, one that is not there. */
const orOne = (netuids: readonly NetUid[]): readonly number[] => (netuids.length === 0 ? [1] : netuids);

/** Looks at a state once for each thing that is asked for. */
export function createWorld(
  runtime: Runtime,
  state: WriteState,
  memory: Memory = newMemory(),
  innerCall: (w: World, r: Random) => CallValue,
): World {
  const now = balances.Number.get(state);
  const once = <T>(make: () => T): (() => T) => {
    let made: { readonly value: T } | undefined;
    return () => {
      made ??= { value: make() };
      return made.value;
    };
  };
  const netuids = once(() =>
    orOne([...subtensor.NetworksAdded.entries(state)].flatMap(([[id], added]) => (added && id !== 0 ? [id] : []))),
  );
  const neurons = once(() =>
    [...subtensor.Keys.entries(state)].map(([[netuid, uid], hotkey]) => ({
      netuid,
      uid,
      hotkey,
      coldkey: subtensor.Owner.at(hotkey).get(state),
    })),
  );
  const stakes = once(() => [
    ...[...subtensor.AlphaV2.keys(state)].map(([hotkey, coldkey, netuid]) => ({ hotkey, coldkey, netuid })),
    ...[...subtensor.Alpha.keys(state)].map(([hotkey, coldkey, netuid]) => ({ hotkey, coldkey, netuid })),
  ]);
  const world: World = {
    runtime,
    state,
    now,
    memory,
    netuids,
    neurons,
    neuronsOf: (netuid) => neurons().filter((one) => one.netuid === netuid),
    stakes,
    ownerOf: (hotkey) => subtensor.Owner.at(hotkey).find(state),
    subnetOwner: (netuid) => subtensor.SubnetOwner.at(netuid).get(state),
    freeOf: (who) => balances.Account.at(who).get(state).data.free,
    sudoKey: () => sudo.Key.get(state) ?? alice,
    anyNetuid: (r) => {
      if (r.chance(85) && netuids().length > 0) return r.pick(netuids());
      return r.pick([0, 0, 0, 77, 65_535, 4096]);
    },
    anyAccount: (r, field) => {
      if (r.chance(6)) return world.fresh(r);
      if (r.chance(2)) return `0x${"00".repeat(32)}`;
      if (/hotkey/i.test(field)) return r.chance(70) ? (r.some(neurons())?.hotkey ?? r.pick(hotkeys)) : r.pick(hotkeys);
      return r.chance(90) ? r.pick(rich) : r.chance(50) ? r.pick(poor) : (r.some(neurons())?.coldkey ?? alice);
    },
    anyHash: (r) => (r.chance(60) ? r.some([...memory.calls.keys()]) : undefined) ?? blake2Hex(r.bytes(8)),
    fresh: (r) => {
      const made = blake2Hex(r.bytes(16));
      memory.fresh.push(made);
      if (memory.fresh.length > 40) memory.fresh.shift();
      return made;
    },
    innerCall: (r) => innerCall(world, r),
  };
  return world;
}
