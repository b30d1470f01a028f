import { DecodeError } from "../codec/io.ts";
import { fromHex, type Hex, isHex } from "../lib/bytes.ts";
import { fields } from "./fields.ts";
import { createNames } from "./names.ts";
import type { PalletSurface, Variant } from "./surface.ts";
import {
  type CodecOf,
  into,
  isRecord,
  type Reading,
  readingAll,
  readPart,
  refuse,
  shown,
  type ValueCodec,
  type Writing,
} from "./value-codec.ts";
import { namedPart } from "./variants.ts";

/** A call in JSON; `args` may also be a list in the order of the metadata. */
export interface NamedCall {
  readonly pallet: string;
  readonly call: string;
  readonly args?: unknown;
}

/** A call as it is read. */
export interface DecodedCall {
  readonly pallet: string;
  readonly call: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Calls of a runtime, at the top or within other calls. */
export interface CallCodec extends ValueCodec {
  write(value: unknown, to: Writing): void;
  read(from: Reading): DecodedCall;
}

export function createCallCodec(pallets: readonly PalletSurface[], codecOf: CodecOf): CallCodec {
  const withCalls = pallets.filter(({ calls }) => calls.length > 0);
  const names = createNames(withCalls.map(({ name }) => name));
  const callNames = withCalls.map(({ calls }) => createNames(calls.map(({ name }) => name)));
  const byIndex = new Map(withCalls.map((pallet) => [pallet.index, pallet]));
  const args = new Map<Variant, ValueCodec>();
  const argsOf = (call: Variant): ValueCodec => {
    const made = args.get(call) ?? fields(call.fields, codecOf);
    args.set(call, made);
    return made;
  };

  const read = (reading: Reading): DecodedCall => {
    const { from } = reading;
    const pallet = byIndex.get(from.u8());
    if (pallet === undefined) throw new DecodeError("no pallet with calls has this number", from.offset - 1);
    const index = from.u8();
    const call = pallet.calls.find((one) => one.index === index);
    if (call === undefined) throw new DecodeError(`${pallet.name} has no call ${index}`, from.offset - 1);
    const value = readPart(reading, () => argsOf(call).read(reading));
    return { pallet: pallet.name, call: call.name, args: (value ?? {}) as DecodedCall["args"] };
  };

  /** The form that @polkadot/api shows calls in, `{ callIndex, args }`, where the index is one that there is. */
  const withNames = (value: Readonly<Record<string, unknown>>): unknown => {
    const { callIndex, ...rest } = value;
    const [first = -1, second] = fromHex(callIndex as Hex);
    const pallet = byIndex.get(first);
    const call = pallet?.calls.find(({ index }) => index === second);
    return call === undefined ? value : { ...rest, pallet: pallet?.name, call: call.name };
  };

  return {
    write(value, to) {
      if (value instanceof Uint8Array || isHex(value)) {
        const bytes = typeof value === "string" ? fromHex(value) : value;
        readingAll(`${to.path.join("")}: the bytes of the call`, bytes, read);
        return to.to.raw(bytes);
      }
      const given = namedCall(isRecord(value) && isHex(value.callIndex) ? withNames(value) : value, to);
      const at = names.indexOf(given.pallet);
      const pallet = withCalls[at ?? -1];
      if (at === undefined || pallet === undefined) {
        refuse(to, `no pallet ${shown(given.pallet)} with calls${names.hint(given.pallet)}`);
      }
      const known = callNames[at] as (typeof callNames)[number];
      const call = pallet.calls[known.indexOf(given.call) ?? -1];
      if (call === undefined) refuse(to, `no call ${shown(given.call)} in ${pallet.name}${known.hint(given.call)}`);
      to.to.u8(pallet.index);
      to.to.u8(call.index);
      into(to, ` ${pallet.name}.${call.name}`, () => argsOf(call).write(given.args ?? {}, to));
    },
    read,
    writeZero: (to) => refuse(to, "is missing"),
  };
}

const parts = new Set(["pallet", "call", "args"]);

/** A call in one of its two forms: `{ pallet, call, args }`, or `{ Pallet: { call: args } }`. */
function namedCall(value: unknown, to: Writing): NamedCall {
  if (isRecord(value) && typeof value.pallet === "string" && typeof value.call === "string") {
    const other = Object.keys(value).find((key) => !parts.has(key));
    if (other !== undefined) refuse(to, `no field ${shown(other)} in a call: pallet, call, args`);
    return value as unknown as NamedCall;
  }
  const [pallet, inner] = isRecord(value) ? (namedPart(value) ?? []) : [];
  const [call, args] = namedPart(inner) ?? [];
  if (pallet !== undefined && call !== undefined) return { pallet, call, args };
  return refuse(
    to,
    `${shown(value)} is no call: { pallet, call, args }, { Pallet: { call: args } } or hex is expected`,
  );
}
