import type { Codec } from "../../codec/codec.ts";
import { decodeFields, encodeFields, fieldInfos } from "../../codec/composites.ts";
import { DecodeError } from "../../codec/io.ts";
import { type FieldInfo, named, type TypeInfo, type TypeParam, type VariantInfo } from "../../codec/type-info.ts";
import type { Rules } from "../rules.ts";
import type { CallDeclaration, CallValue } from "./calls.ts";
import type { EventFields, EventInfo } from "./events.ts";
import type { Pallet } from "./pallet.ts";

/** A pallet at its place in the runtime. */
export interface Placed {
  readonly index: number;
  readonly pallet: Pallet;
}

/** Where Rust declares the types that a composed runtime has. */
export const runtimeCrate = "node_subtensor_runtime";

function generics(pallet: Pallet): TypeParam[] {
  return (pallet.generics ?? ["T"]).map((name) => ({ name, type: undefined }));
}

const crateOf = (pallet: Pallet): string => pallet.crate ?? (pallet.module.split("::")[0] as string);

/** The calls that exist under these rules. */
export function callsOf(pallet: Pallet, rules: Rules): CallDeclaration[] {
  return Object.values(pallet.calls ?? {}).filter((call) => call.when === undefined || call.when(rules));
}

/** A pallet's own call enum, as metadata has it. */
export function callInfo(pallet: Pallet, rules: Rules): TypeInfo {
  return named(
    `${pallet.module}::Call`,
    () => ({
      kind: "variant",
      variants: callsOf(pallet, rules).map(
        ({ name, index, args }): VariantInfo => ({ name, index, fields: fieldInfos(args) }),
      ),
    }),
    generics(pallet),
  );
}

function eventFields(fields: EventFields): FieldInfo[] {
  return Array.isArray(fields)
    ? fieldInfos(Object.fromEntries(fields.map((codec, i) => [`_${i}`, codec])), true)
    : fieldInfos(fields as Record<string, Codec<unknown>>);
}

/** A pallet's own event enum, as metadata has it. */
export function eventInfo(pallet: Pallet): TypeInfo {
  return named(
    `${pallet.module}::Event`,
    () => ({
      kind: "variant",
      variants: Object.values(pallet.events ?? {}).map(
        ({ eventName, index, fields }): VariantInfo => ({ name: eventName, index, fields: eventFields(fields) }),
      ),
    }),
    pallet.eventGenerics === undefined
      ? generics(pallet)
      : pallet.eventGenerics.map((name) => ({ name, type: undefined })),
  );
}

/** A pallet's own error enum, as metadata has it. */
export function errorInfo(pallet: Pallet): TypeInfo {
  return named(
    `${pallet.module}::Error`,
    () => ({
      kind: "variant",
      variants: Object.values(pallet.errors ?? {}).map(
        ({ name, index, docs }): VariantInfo => ({ name, index, fields: [], docs }),
      ),
    }),
    generics(pallet),
  );
}

function outerInfo(
  name: string,
  placed: readonly Placed[],
  part: (pallet: Pallet) => { type: TypeInfo; typeName?: string } | undefined,
): TypeInfo {
  return named(`${runtimeCrate}::${name}`, () => ({
    kind: "variant",
    variants: placed.flatMap(({ index, pallet }): VariantInfo[] => {
      const field = part(pallet);
      return field === undefined ? [] : [{ name: pallet.name, index, fields: [field] }];
    }),
  }));
}

/** The runtime's call: pallet index, call index, arguments. */
export function createCallCodec(placed: readonly Placed[], rules: Rules): Codec<CallValue> {
  const byIndex = new Map(
    placed.map(({ index, pallet }) => [
      index,
      { pallet, calls: new Map(callsOf(pallet, rules).map((call) => [call.index, call])) },
    ]),
  );
  const byName = new Map(
    placed.map(({ index, pallet }) => [
      pallet.name,
      { index, calls: new Map(callsOf(pallet, rules).map((call) => [call.name, call])) },
    ]),
  );
  return {
    encode(value, to) {
      const place = byName.get(value.pallet);
      const call = place?.calls.get(value.name);
      if (place === undefined || call === undefined) throw new RangeError(`no call ${value.pallet}.${value.name}`);
      to.u8(place.index);
      to.u8(call.index);
      encodeFields(call.args, value.args, to);
    },
    decode(from) {
      const place = byIndex.get(from.u8());
      if (place === undefined) throw new DecodeError("no pallet of that index", from.offset - 1);
      const call = place.calls.get(from.u8());
      if (call === undefined) throw new DecodeError(`${place.pallet.name} has no call of that index`, from.offset - 1);
      return { pallet: place.pallet.name, name: call.name, args: decodeFields(call.args, from) };
    },
    info: outerInfo("RuntimeCall", placed, (pallet) =>
      callsOf(pallet, rules).length === 0
        ? undefined
        : { type: callInfo(pallet, rules), typeName: callTypeName(pallet) },
    ),
  };
}

const callTypeName = (pallet: Pallet): string =>
  `self::sp_api_hidden_includes_construct_runtime::hidden_include::dispatch\n::CallableCallFor<${pallet.name}, Runtime>`;

/** An event as it is read back: pallet, name and fields (by name, or in order). */
export interface DecodedEvent {
  readonly pallet: string;
  readonly name: string;
  readonly fields: unknown;
}

/** The runtime's event: pallet index, event index, fields. It only decodes: events are written one by one. */
export function createEventCodec(placed: readonly Placed[]): Codec<DecodedEvent> {
  const byIndex = new Map(
    placed.map(({ index, pallet }) => [index, { pallet, events: Object.values(pallet.events ?? {}) }]),
  );
  return {
    encode() {
      throw new Error("events are encoded by encodeEvent");
    },
    decode(from) {
      const place = byIndex.get(from.u8());
      const event: EventInfo | undefined = place?.events[from.u8()];
      if (place === undefined || event === undefined) throw new DecodeError("no event of that index", from.offset - 1);
      const { fields } = event;
      return {
        pallet: place.pallet.name,
        name: event.eventName,
        fields: Array.isArray(fields)
          ? fields.map((codec) => codec.decode(from))
          : decodeFields(fields as Record<string, Codec<unknown>>, from),
      };
    },
    info: outerInfo("RuntimeEvent", placed, (pallet) =>
      pallet.events === undefined
        ? undefined
        : {
            type: eventInfo(pallet),
            typeName: `${crateOf(pallet)}::Event${pallet.eventGenerics?.length === 0 ? "" : "<Runtime>"}`,
          },
    ),
  };
}

/** The runtime's error, which only metadata knows: on the wire errors are part of `DispatchError`. */
export function createErrorCodec(placed: readonly Placed[]): Codec<unknown> {
  const unused = (): never => {
    throw new Error("module errors travel as DispatchError");
  };
  return {
    encode: unused,
    decode: unused,
    info: outerInfo("RuntimeError", placed, (pallet) =>
      pallet.errors === undefined
        ? undefined
        : { type: errorInfo(pallet), typeName: `${crateOf(pallet)}::Error<Runtime>` },
    ),
  };
}

/** Reasons for holds or freezes: pallet index, then the pallet's own reason. */
export function createReasonCodec(
  name: "RuntimeHoldReason" | "RuntimeFreezeReason",
  placed: readonly Placed[],
): Codec<{ type: string; value: string }> {
  const holders = name === "RuntimeHoldReason" ? placed.filter(({ pallet }) => pallet.holdReason !== undefined) : [];
  return {
    encode(value, to) {
      const holder = holders.find(({ pallet }) => pallet.name === value.type);
      if (holder === undefined) throw new RangeError(`no hold reason of ${value.type}`);
      to.u8(holder.index);
      (holder.pallet.holdReason as Codec<unknown>).encode(value.value, to);
    },
    decode(from) {
      const index = from.u8();
      const holder = holders.find((one) => one.index === index);
      if (holder === undefined) throw new DecodeError("no such hold reason", from.offset - 1);
      return { type: holder.pallet.name, value: (holder.pallet.holdReason as Codec<string>).decode(from) };
    },
    info: outerInfo(name, holders, (pallet) =>
      pallet.holdReason === undefined
        ? undefined
        : { type: pallet.holdReason.info, typeName: `${crateOf(pallet)}::HoldReason` },
    ),
  };
}
