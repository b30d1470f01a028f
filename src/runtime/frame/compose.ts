import type { OuterTypes } from "../../codec/codec.ts";
import { type Codec, decode, encode } from "../../codec/codec.ts";
import { encodeFields } from "../../codec/composites.ts";
import { Writer } from "../../codec/io.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Rules } from "../rules.ts";
import type { CallDeclaration, CallValue, From } from "./calls.ts";
import { type DispatchErrorValue, type FailureReason, fail } from "./dispatch-error.ts";
import type { ErrorDeclaration } from "./errors.ts";
import { NotBuilt } from "./not-built.ts";
import { type CallFilter, isRoot, type Origin } from "./origin.ts";
import { createOriginCodec } from "./outer-origin.ts";
import type { OuterRuntime } from "./outer-runtime.ts";
import {
  callsOf,
  createCallCodec,
  createErrorCodec,
  createEventCodec,
  createReasonCodec,
  type Placed,
} from "./outer-types.ts";
import type { Filled, Port } from "./ports.ts";
import type { RuntimeApi } from "./runtime-api.ts";
import type { ReadState, WriteState } from "./state.ts";
import type { StorageDeclaration } from "./storage.ts";
import { dryRun, withStorageLayer } from "./storage-layer.ts";
import { addWeight, type DispatchInfo, type PostInfo, type Weight } from "./weight.ts";

/** What is checked before each dispatch of a non-root origin, nested ones too. Rust: the fork's `DispatchExtension`. */
export interface DispatchGuards {
  /** Throws DispatchFailure to refuse. What it writes is undone. */
  check(state: WriteState, origin: Origin, call: CallValue): void;
  weight(call: CallValue): Weight;
}

export interface Composition {
  readonly rules: Rules;
  readonly pallets: readonly (readonly [index: number, pallet: Placed["pallet"]])[];
  readonly apis: readonly RuntimeApi[];
  readonly ports: readonly Filled[];
  readonly guards: DispatchGuards;
  readonly baseFilter: CallFilter;
}

/** The composed runtime: twin of the original's `construct_runtime!`. */
export interface Runtime extends OuterRuntime {
  readonly rules: Rules;
  readonly pallets: readonly Placed[];
  readonly apis: readonly RuntimeApi[];
  readonly callCodec: Codec<CallValue>;
  callOf(call: CallValue): CallDeclaration;
  /** The storage item whose prefix a raw key starts with. */
  itemOf(key: string): StorageDeclaration | undefined;
}

const valueOf = <A, T>(from: From<A, T> | undefined, args: A, state: ReadState): T | undefined =>
  typeof from === "function" ? (from as (args: A, state: ReadState) => T)(args, state) : from;

/** Puts the pallets together. @throws RangeError when two declarations claim one place. */
export function composeRuntime({ rules, pallets, apis, ports, guards, baseFilter }: Composition): Runtime {
  const placed: Placed[] = pallets.map(([index, pallet]) => ({ index, pallet }));
  refuseDoubles(placed, apis, rules);
  const callCodec = createCallCodec(placed, rules);
  const outer: OuterTypes = {
    RuntimeCall: callCodec,
    RuntimeEvent: createEventCodec(placed),
    RuntimeError: createErrorCodec(placed),
    OriginCaller: createOriginCodec(placed),
    HoldReason: createReasonCodec("RuntimeHoldReason", placed),
    FreezeReason: createReasonCodec("RuntimeFreezeReason", placed),
  };
  const indexOf = new Map(placed.map(({ index, pallet }) => [pallet.name, index]));
  const calls = new Map(
    placed.map(({ pallet }) => [pallet.name, new Map(callsOf(pallet, rules).map((call) => [call.name, call]))]),
  );
  const filled = new Map<Port<unknown>, unknown>(ports.map((one) => [one.port, one.with]));
  const items = new Map(
    placed.flatMap(({ pallet }) => Object.values(pallet.storage ?? {}).map((item) => [item.prefix, item])),
  );

  // Weight, class and fee of a call that holds calls each ask for those of the calls inside: without this, a call in
  // calls would take time exponential in their depth. They hang on nothing but the call and the rules.
  const infos = new WeakMap<CallValue, DispatchInfo>();

  const callOf = (call: CallValue): CallDeclaration => {
    const found = calls.get(call.pallet)?.get(call.name);
    if (found === undefined) throw new RangeError(`no call ${call.pallet}.${call.name}`);
    return found;
  };

  const dispatchBypassFilter = (state: WriteState, call: CallValue, origin: Origin): PostInfo => {
    const declaration = callOf(call);
    if (declaration.run === undefined) throw new NotBuilt(`${call.pallet}.${call.name}`);
    const { run } = declaration;
    return withStorageLayer(state, () => run(state, origin, call.args) ?? {});
  };

  const runtime: Runtime = {
    rules,
    pallets: placed,
    apis,
    outer,
    callCodec,
    callOf,
    itemOf: (key) => items.get(key.slice(0, 32)),
    dispatchBypassFilter,
    dispatch(state, call, origin) {
      if (!isRoot(origin)) {
        if (origin.filters.some((filter) => !filter(call, state))) fail(callFiltered(placed));
        dryRun(state, () => guards.check(state, origin, call));
      }
      return dispatchBypassFilter(state, call, origin);
    },
    dispatchInfo(state, call): DispatchInfo {
      const known = infos.get(call);
      if (known !== undefined) return known;
      const declaration = callOf(call);
      if (declaration.weight === undefined) throw new NotBuilt(`${call.pallet}.${call.name}`);
      const info: DispatchInfo = {
        call_weight: addWeight(valueOf(declaration.weight, call.args, state) as Weight, guards.weight(call)),
        extension_weight: { ref_time: 0n, proof_size: 0n },
        class: valueOf(declaration.class, call.args, state) ?? "Normal",
        pays_fee: valueOf(declaration.pays, call.args, state) ?? "Yes",
      };
      infos.set(call, info);
      return info;
    },
    encodeCall: (call) => encode(callCodec, call, outer),
    decodeCall: (bytes) => decode(callCodec, bytes, outer),
    encodeEvent({ declaration, fields }) {
      const to = new Writer(outer);
      to.u8(indexOf.get(declaration.pallet) as number);
      to.u8(declaration.index);
      if (Array.isArray(declaration.fields)) {
        for (const [i, codec] of declaration.fields.entries())
          (codec as Codec<unknown>).encode((fields as unknown[])[i], to);
      } else {
        encodeFields(declaration.fields as Record<string, Codec<unknown>>, fields as Record<string, unknown>, to);
      }
      return to.finish();
    },
    dispatchError: (reason) => toDispatchError(reason, indexOf),
    signed: (who) => ({ caller: { type: "Signed", who }, filters: [baseFilter] }),
    port<F>(slot: Port<F>): F {
      if (!filled.has(slot as Port<unknown>)) throw new NotBuilt(`what fills the port ${slot.name}`);
      return filled.get(slot as Port<unknown>) as F;
    },
  };
  return runtime;
}

function toDispatchError(reason: FailureReason, indexOf: ReadonlyMap<string, number>): DispatchErrorValue {
  if (typeof reason === "string") return { type: reason };
  if (!("pallet" in reason)) return reason;
  const error: Hex = `0x${reason.index.toString(16).padStart(2, "0")}000000`;
  return { type: "Module", value: { index: indexOf.get(reason.pallet) as number, error } };
}

function callFiltered(placed: readonly Placed[]): ErrorDeclaration {
  const error = placed[0]?.pallet.errors?.CallFiltered;
  if (error === undefined) throw new Error("the first pallet of a runtime is System");
  return error;
}

function refuseDoubles(placed: readonly Placed[], apis: readonly RuntimeApi[], rules: Rules): void {
  const claim = (what: string, names: readonly (string | number)[]): void => {
    const seen = new Set<string | number>();
    for (const name of names) {
      if (seen.has(name)) throw new RangeError(`${what} ${name} is claimed twice`);
      seen.add(name);
    }
  };
  claim(
    "pallet index",
    placed.map(({ index }) => index),
  );
  claim(
    "pallet",
    placed.map(({ pallet }) => pallet.name),
  );
  claim(
    "runtime API",
    apis.map(({ name }) => name),
  );
  claim(
    "storage prefix",
    placed.flatMap(({ pallet }) => Object.values(pallet.storage ?? {}).map((item) => item.prefix)),
  );
  for (const { pallet } of placed)
    claim(
      `call index of ${pallet.name}`,
      callsOf(pallet, rules).map(({ index }) => index),
    );
}

/** The whole runtime behind a state: every runtime that executes was composed here. */
export function runtimeOf(state: ReadState): Runtime {
  return state.runtime as Runtime;
}
