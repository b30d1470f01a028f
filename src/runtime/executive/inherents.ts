import type { Infer } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import { u64 } from "../../codec/primitives.ts";
import { fromUtf8, utf8 } from "../../lib/bytes.ts";
import type { CheckInherentsResult, InherentData } from "../../primitives/inherent-data.ts";
import { type Runtime, runtimeOf } from "../frame/compose.ts";
import { panicUnless, RuntimePanic } from "../frame/panic.ts";
import type { ReadState, WriteState } from "../frame/state.ts";
import { shieldInherentIdentifier } from "../pallets/shield/keys.ts";
import { createInherent, inherentIdentifier, inherentObjection } from "../pallets/timestamp/inherent.ts";
import { boundedBytes } from "../types/bounded.ts";
import { isInherent } from "./apply-extrinsic.ts";
import { bareExtrinsic, decodeExtrinsic } from "./extrinsic.ts";

type Data = Infer<typeof InherentData>;

const EncKey = option(boundedBytes(2_048));

/** The entry of a name, encoded. */
function entryOf({ data }: Data, name: string): Uint8Array | undefined {
  for (const [identifier, value] of data) if (fromUtf8(identifier) === name) return value;
  return undefined;
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
 * The inherents that an author puts into a block, with their lengths, from what its node provides. Without the key of
 * MevShield there is none of that pallet.
 * Answers to `InherentDataExt::create_extrinsics` of `construct_runtime!`. @throws RuntimePanic without a timestamp
 */
export function inherentExtrinsics(state: ReadState, data: Data): Uint8Array[] {
  const runtime = runtimeOf(state);
  const inherents = [bareExtrinsic(createInherent(state, timestampOf(data)), runtime)];
  const encoded = entryOf(data, shieldInherentIdentifier);
  const announced = encoded === undefined ? undefined : read(() => ({ enc_key: EncKey.decode(new Reader(encoded)) }));
  if (announced === undefined) return inherents;
  return [...inherents, bareExtrinsic({ pallet: "MevShield", name: "announce_next_key", args: announced }, runtime)];
}

/** A timestamp's objection as its pallet encodes it: an error that ends the check. */
const objections = { TooEarly: 0, TooFarInFuture: 1 } as const;

/**
 * Compares a block's inherents with what the importer's node provides. Only the timestamp can be objected to.
 * Answers to `InherentDataExt::check_extrinsics`.
 * @param extrinsics each with its length. @throws RuntimePanic for a timestamp that nothing is given to compare with.
 */
export function checkInherents(
  state: WriteState,
  runtime: Runtime,
  extrinsics: readonly Uint8Array[],
  data: Data,
): Infer<typeof CheckInherentsResult> {
  for (const bytes of extrinsics) {
    const extrinsic = decodeExtrinsic(bytes, runtime);
    if (!isInherent(runtime, extrinsic)) break;
    if (extrinsic.call.pallet !== "Timestamp") continue;
    const objection = inherentObjection(state, extrinsic.call.args.now as bigint, timestampOf(data));
    if (objection === undefined) continue;
    const errors = { data: new Map([[utf8(inherentIdentifier), new Uint8Array([objections[objection]])]]) };
    return { okay: false, fatal_error: true, errors };
  }
  return { okay: true, fatal_error: false, errors: { data: new Map() } };
}
