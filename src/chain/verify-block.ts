import { decode } from "../codec/codec.ts";
import { DecodeError } from "../codec/io.ts";
import { AuraError, checkSeal, slotAt, slotOf, withoutSeal } from "../consensus/aura.ts";
import { type Hex, toHex } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { decodeHeader, encodeHeader, type Header, headerHash } from "../primitives/header.ts";
import { isInherent } from "../runtime/executive/apply-extrinsic.ts";
import { BadBlock, executeWholeBlock } from "../runtime/executive/execute-block.ts";
import { decodeExtrinsic, type Extrinsic } from "../runtime/executive/extrinsic.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { execute } from "../runtime/frame/execution.ts";
import { NotBuilt } from "../runtime/frame/not-built.ts";
import type { ReadState } from "../runtime/frame/state.ts";
import { storage as aura } from "../runtime/pallets/aura/storage.ts";
import { Header as HeaderCodec } from "../runtime/types/substrate.ts";
import { StorageError } from "../storage/errors.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";

/** The steps of an import, in their order. */
export const importSteps = [
  "decode",
  "bad block",
  "parent",
  "number",
  "seal",
  "extrinsics root",
  "inherents",
  "timestamp",
  "execute",
] as const;
export type ImportStep = (typeof importSteps)[number];

/** A block that is refused; the head stays where it is. */
export class ImportError extends Error {
  readonly step: ImportStep;
  constructor(step: ImportStep, number: number | undefined, message: string, cause?: unknown) {
    super(`block ${number ?? "?"}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = "ImportError";
    this.step = step;
  }
}

/** A block as it comes from outside. */
export interface IncomingBlock {
  /** SCALE, with its seal. */
  readonly header: Uint8Array;
  /** Extrinsics, each with its length in front. */
  readonly body: readonly Uint8Array[];
}

export interface VerifyContext {
  readonly runtime: Runtime;
  /** `required`: as Aura demands. `optional`: a header without a seal passes too, as `--sealing` makes them. */
  readonly seals: "required" | "optional";
  readonly badBlocks: ReadonlySet<Hex>;
  /** ms since 1970; undefined leaves out the checks against the clock, for blocks whose time was never the wall's. */
  readonly now: number | undefined;
  headerOf(hash: Hex): Header | undefined;
  /** The state of a block, when blocks may be put on it. */
  stateOf(hash: Hex): ReadState | undefined;
  overlayOf(hash: Hex): TrieOverlay | undefined;
}

/** A block that verified. `header` carries its seal. */
export interface VerifiedBlock {
  readonly hash: Hex;
  readonly number: number;
  readonly parentHash: Hex;
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
  readonly overlay: TrieOverlay;
}

/** Blocks may be ahead of this clock by that much, ms. Answers to `MAX_TIMESTAMP_DRIFT_MILLIS`. */
const timestampDrift = 30_000n;

/**
 * Everything that is asked of a block before it is stored; each step names itself in its refusal. What follows, one
 * batch on disk, the choice of the head and the events, is `src/chain/chain.ts`.
 * @throws ImportError
 */
export function verifyBlock(block: IncomingBlock, context: VerifyContext): VerifiedBlock {
  const { runtime } = context;

  // 1. The header decodes.
  const sealed = step("decode", undefined, () => decodeHeader(block.header));
  const hash = headerHash(block.header);
  const { number, parentHash } = sealed;

  // 2. It is not one of the blocks that the specification rules out.
  if (context.badBlocks.has(hash)) throw new ImportError("bad block", number, `${hash} is ruled out by the chain`);

  // 3. Its parent is known, and not under the last final block.
  const parent = context.headerOf(parentHash);
  const parentState = parent === undefined ? undefined : context.stateOf(parentHash);
  const overlay = parent === undefined ? undefined : context.overlayOf(parentHash);
  if (parent === undefined) throw new ImportError("parent", number, `its parent ${parentHash} is not known`);
  if (parentState === undefined || overlay === undefined) {
    throw new ImportError("parent", number, `its parent ${parentHash} is before the last final block`);
  }

  // 4. It is the next after its parent.
  if (number !== parent.number + 1) {
    throw new ImportError("number", number, `its parent has number ${parent.number}`);
  }

  // 5. Its slot's author sealed it.
  const header = step("seal", number, () => checkSlotAndSeal(sealed, parent, parentState, context));

  // 6. The extrinsics are those that the header names.
  const root = toHex(orderedRoot(block.body));
  if (root !== header.extrinsicsRoot) {
    throw new ImportError(
      "extrinsics root",
      number,
      `its extrinsics have root ${root}, its header says ${header.extrinsicsRoot}`,
    );
  }

  // 7. Inherents come first.
  const extrinsics = step("inherents", number, () => block.body.map((bytes) => decodeExtrinsic(bytes, runtime)));
  const inherents = extrinsics.map((extrinsic) => isInherent(runtime, extrinsic));
  const firstOther = inherents.indexOf(false);
  const late = firstOther < 0 ? -1 : inherents.indexOf(true, firstOther);
  if (late >= 0) throw new ImportError("inherents", number, `extrinsic ${late} is an inherent after others`);

  // 8. Its time is the time.
  if (context.now !== undefined) checkTimestamp(number, extrinsics, BigInt(context.now));

  // 9. It executes to what its header says: every extrinsic is valid where it stands, digest and state root are these.
  step("execute", number, () => {
    const executed = { header: decode(HeaderCodec, encodeHeader(header)), extrinsics: block.body };
    executeWholeBlock(execute(overlay, runtime.rules, runtime), runtime, executed, orderedRoot);
  });
  return { hash, number, parentHash, header: block.header, body: block.body, overlay };
}

function checkSlotAndSeal(sealed: Header, parent: Header, parentState: ReadState, context: VerifyContext): Header {
  const bare = withoutSeal(sealed);
  if (context.seals === "optional" && bare.seal === undefined) return bare.header;
  const slotDuration = context.runtime.rules.slotDuration;
  return checkSeal(sealed, {
    authorities: aura.Authorities.get(parentState),
    parentSlot: parent.number === 0 ? undefined : slotOf(parent),
    latestSlot: context.now === undefined ? (1n << 64n) - 1n : slotAt(BigInt(context.now), slotDuration) + 1n,
  });
}

function checkTimestamp(number: number, extrinsics: readonly Extrinsic[], now: bigint): void {
  const set = extrinsics.find(({ call }) => call.pallet === "Timestamp" && call.name === "set");
  if (set === undefined) throw new ImportError("timestamp", number, "it does not set the time");
  const moment = set.call.args.now as bigint;
  if (moment > now + timestampDrift) {
    throw new ImportError("timestamp", number, `its time ${moment} is too far in the future (now is ${now})`);
  }
}

function step<T>(name: ImportStep, number: number | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    // What is wrong with the disk is not wrong with the block.
    if (error instanceof StorageError || error instanceof ImportError) throw error;
    const known = [AuraError, BadBlock, DecodeError, NotBuilt].some((kind) => error instanceof kind);
    throw new ImportError(name, number, known ? messageOf(error) : `${name}: ${messageOf(error)}`, error);
  }
}
