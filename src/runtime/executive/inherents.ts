import type { Infer } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import { u64 } from "../../codec/primitives.ts";
import { toHex, utf8 } from "../../lib/bytes.ts";
import type { CheckInherentsResult, InherentData } from "../../primitives/inherent-data.ts";
import type { CallValue } from "../frame/calls.ts";
import { type Runtime, runtimeOf } from "../frame/compose.ts";
import { panicUnless, RuntimePanic } from "../frame/panic.ts";
import type { ReadState, WriteState } from "../frame/state.ts";
import { shieldInherentIdentifier } from "../pallets/shield/keys.ts";
import { createInherent, inherentIdentifier, inherentObjection } from "../pallets/timestamp/inherent.ts";
import { boundedBytes } from "../types/bounded.ts";
import { isInherent } from "./apply-extrinsic.ts";
import { bareExtrinsic, decodeExtrinsic, type Extrinsic } from "./extrinsic.ts";

type Data = Infer<typeof InherentData>;

const EncKey = option(boundedBytes(2_048));

/** The entry of a name, encoded. */
function entryOf({ data }: Data, name: string): Uint8Array | undefined {
  return data.get(toHex(utf8(name)));
}

/** What an author's clock says, ms since 1970. @throws RuntimePanic when it is not given. */
function timestampOf(data: Data): bigint {
  const encoded = entryOf(data, inherentIdentifier);
  panicUnless(encoded !== undefined, "Timestamp inherent data must be provided");
  return read(() => u64.decode(new Reader(encoded))) ?? panic("Timestamp inherent data not correctly encoded");
}

function panic(text: string): never {
  throw new RuntimePanic(text);
}

function read<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/**
 * The inherents that an author puts into a block, from what its node provides. Without the key of
 * MevShield there is none of that pallet.
 * Rust: `InherentDataExt::create_extrinsics` of `construct_runtime!`. @throws RuntimePanic without a timestamp
 */
export function inherentExtrinsics(state: ReadState, data: Data): Extrinsic[] {
  const runtime = runtimeOf(state);
  const bare = (call: CallValue): Extrinsic => decodeExtrinsic(bareExtrinsic(call, runtime), runtime);
  const inherents = [bare(createInherent(state, timestampOf(data)))];
  const encoded = entryOf(data, shieldInherentIdentifier);
  const announced = encoded === undefined ? undefined : read(() => ({ enc_key: EncKey.decode(new Reader(encoded)) }));
  if (announced === undefined) return inherents;
  return [...inherents, bare({ pallet: "MevShield", name: "announce_next_key", args: announced })];
}

/** A timestamp's objection as its pallet encodes it: an error that ends the check. */
const objections = { TooEarly: 0, TooFarInFuture: 1 } as const;

/**
 * Compares a block's inherents with what the importer's node provides. Only the timestamp can be objected to.
 * Rust: `InherentDataExt::check_extrinsics`.
 * @throws RuntimePanic for a timestamp that nothing is given to compare with.
 */
export function checkInherents(
  state: WriteState,
  runtime: Runtime,
  extrinsics: readonly Extrinsic[],
  data: Data,
): Infer<typeof CheckInherentsResult> {
  for (const extrinsic of extrinsics) {
    if (!isInherent(runtime, extrinsic)) break;
    if (extrinsic.call.pallet !== "Timestamp") continue;
    const objection = inherentObjection(state, extrinsic.call.args.now as bigint, timestampOf(data));
    if (objection === undefined) continue;
    const errors = { data: new Map([[toHex(utf8(inherentIdentifier)), new Uint8Array([objections[objection]])]]) };
    return { okay: false, fatal_error: true, errors };
  }
  return { okay: true, fatal_error: false, errors: { data: new Map() } };
}
