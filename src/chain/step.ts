import { decode, encode } from "../codec/codec.ts";
import { option, tuple, vec } from "../codec/containers.ts";
import { bytes } from "../codec/primitives.ts";
import { fromKey, type Hex, type StateKey, toKey } from "../lib/bytes.ts";
import type { StateOverlay } from "../primitives/state.ts";

/**
 * A direct change of a development chain's state, which no extrinsic says: the block after it begins on its parent's state
 * with these changes, and its state root has them. It is kept beside the block: whoever executes the block needs it.
 */
export type Step = ReadonlyMap<StateKey, Uint8Array | undefined>;

/** Makes the changes of a step in a state. */
export function applyStep<O extends Pick<StateOverlay, "put" | "delete">>(overlay: O, step: Step): O {
  for (const [key, value] of step) {
    if (value === undefined) overlay.delete(key);
    else overlay.put(key, value);
  }
  return overlay;
}

const Changes = vec(tuple(bytes, option(bytes)));

/**
 * The name under which the database says that a block holds extrinsics with mock signatures: whoever executes it must take
 * those.
 */
export const mocksName = (block: Hex): string => `mocks:${block}`;

/** The name under which the database keeps the step before a block. */
export const stepName = (block: Hex): string => `step:${block}`;

/** Whether a record of the database is named as a step or a note of mock signatures is. */
export const isStepName = (name: string): boolean => /^(step|mocks):0x[0-9a-f]{64}$/.test(name);

export function encodeStep(step: Step): Uint8Array {
  return encode(
    Changes,
    [...step].map(([key, value]) => [fromKey(key), value] as const),
  );
}

/** @throws DecodeError */
export function decodeStep(record: Uint8Array): Step {
  return new Map(decode(Changes, record).map(([key, value]) => [toKey(key), value] as const));
}
