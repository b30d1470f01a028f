import { DecodeError } from "../codec/io.ts";
import { AuraError, checkSeal, slotAt, slotOf, withoutSeal } from "../consensus/aura.ts";
import { equalBytes, type Hex, toHex } from "../lib/bytes.ts";
import { decodeHeader, engineItem, type Header, headerHash } from "../primitives/header.ts";
import { isInherent } from "../runtime/executive/apply-extrinsic.ts";
import { decodeExtrinsic, type Extrinsic } from "../runtime/executive/extrinsic.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { NotBuilt } from "../runtime/frame/not-built.ts";
import type { ReadState } from "../runtime/frame/state.ts";
import { ValidityFailure } from "../runtime/frame/validity.ts";
import { storage as aura } from "../runtime/pallets/aura/storage.ts";
import { StorageError } from "../storage/errors.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import { type ExecutedBlock, startBlock } from "./block-builder.ts";

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
  "digest",
  "state root",
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

  // 6. The extrinsics decode, and are those that the header names, which knows them as they are written anew.
  const extrinsics = step("extrinsics root", number, () => block.body.map((bytes) => decodeExtrinsic(bytes, runtime)));
  const root = toHex(orderedRoot(extrinsics.map(({ bytes }) => bytes)));
  if (root !== header.extrinsicsRoot) {
    throw new ImportError(
      "extrinsics root",
      number,
      `its extrinsics have root ${root}, its header says ${header.extrinsicsRoot}`,
    );
  }

  // 7. Inherents come first.
  const inherents = extrinsics.map((extrinsic) => isInherent(runtime, extrinsic));
  const firstOther = inherents.indexOf(false);
  const late = firstOther < 0 ? -1 : inherents.indexOf(true, firstOther);
  if (late >= 0) throw new ImportError("inherents", number, `extrinsic ${late} is an inherent after others`);

  // 8. Its time is the time.
  if (context.now !== undefined) checkTimestamp(number, extrinsics, BigInt(context.now));

  // 9. It executes: every extrinsic is valid where it stands.
  const executed = step("execute", number, () =>
    executeBlock(runtime, { hash: parentHash, number: parent.number }, header, extrinsics, overlay),
  );

  // 10. It left the digest that the header has.
  const same =
    executed.header.digest.length === header.digest.length &&
    executed.header.digest.every((item, index) => equalBytes(item, header.digest[index] as Uint8Array));
  if (!same) throw new ImportError("digest", number, "its execution leaves another digest than its header has");

  // 11. It left the state that the header names.
  if (executed.header.stateRoot !== header.stateRoot) {
    throw new ImportError(
      "state root",
      number,
      `its execution leaves state root ${executed.header.stateRoot}, its header says ${header.stateRoot}`,
    );
  }
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

/**
 * Executes a block on the state of its parent. Answers to `frame_executive::Executive::execute_block`.
 * @throws Error when an extrinsic is not valid where it stands, or the block breaks a rule that stops it.
 */
export function executeBlock(
  runtime: Runtime,
  parent: { readonly hash: Hex; readonly number: number },
  header: Header,
  extrinsics: readonly Extrinsic[],
  overlay: TrieOverlay,
): ExecutedBlock {
  const digest = header.digest.filter((item) => engineItem(item)?.kind === "preRuntime");
  const builder = startBlock({ runtime, parent, digest, overlay });
  for (const [index, extrinsic] of extrinsics.entries()) {
    const result = builder.push(extrinsic, extrinsic.bytes);
    if ("err" in result) {
      throw new Error(`extrinsic ${index} is not valid: ${new ValidityFailure(result.err).message}`);
    }
  }
  return builder.finish();
}

function step<T>(name: ImportStep, number: number | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    // What is wrong with the disk is not wrong with the block.
    if (error instanceof StorageError || error instanceof ImportError) throw error;
    const known = error instanceof AuraError || error instanceof DecodeError || error instanceof NotBuilt;
    const message = error instanceof Error ? error.message : String(error);
    throw new ImportError(name, number, known ? message : `${name}: ${message}`, error);
  }
}
