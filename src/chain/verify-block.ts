import { encode } from "../codec/codec.ts";
import { DecodeError } from "../codec/io.ts";
import { u64 } from "../codec/primitives.ts";
import { AuraError, checkSeal, SlotInFuture, slotAt, slotOf, withoutSeal } from "../consensus/aura.ts";
import { type Hex, toHex } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { type BlockData, readBlock } from "../primitives/block.ts";
import type { BlockRules } from "../primitives/block-rules.ts";
import { decodeHeader, type Header } from "../primitives/header.ts";
import { StorageError } from "../storage/errors.ts";
import { EngineError, type InherentObjections, type Rest } from "./engine.ts";
import type { ExecutedBlock } from "./executed-block.ts";
import { type Fault, ImportError, type ImportStep } from "./import-error.ts";
import { refuseRuledOut } from "./ruled-out.ts";
import { auraAuthorities, slotDuration } from "./runtime-apis.ts";
import type { RuntimeAt } from "./runtime-at.ts";

export interface VerifyContext {
  /** `required`: as Aura demands. `optional`: a header without a seal passes too, as `--sealing` makes them. */
  readonly seals: "required" | "optional";
  readonly blockRules: BlockRules;
  /** ms since 1970; undefined leaves out the checks against the clock, for blocks whose time was never the wall's. */
  readonly now: number | undefined;
  headerOf(hash: Hex): Header | undefined;
  /** The state of a block that other blocks may be put on: "final" when a later one is final, "discarded" when it is not kept. */
  stateOf(hash: Hex): RuntimeAt | "final" | "discarded";
  readonly rest: Rest;
}

/**
 * Everything that is asked of a block before it is stored; each step names itself in its refusal, and whose fault that is.
 * What follows is `src/chain/writer.ts`.
 *
 * No step changes anything but the overlay of this very block: a crash, and a refusal, leave the chain as it is. What a
 * block brings to prove that it is final is checked when it is stored.
 * @throws ImportError, and StorageError when the fault is the disk's.
 */
export async function verifyBlock(data: BlockData, context: VerifyContext): Promise<ExecutedBlock> {
  // 1. The header decodes. A peer's fault.
  const block = await step("decode", undefined, () => readBlock(data));
  const { hash, number, parentHash, body } = block;
  const sealed = decodeHeader(data.header);

  // 2. It is not one of the blocks that the specification rules out. A peer's fault.
  refuseRuledOut(context.blockRules, block);

  // 3. Its parent is known (else it may be taken later).
  const parent = context.headerOf(parentHash);
  if (parent === undefined) {
    throw new ImportError("parent", number, `its parent ${parentHash} is not known`, { fault: "later" });
  }

  // 4. It is the next after its parent. A peer's fault.
  if (number !== parent.number + 1) {
    throw new ImportError("number", number, `its parent has number ${parent.number}`);
  }

  // 5. Its parent is not under the last final block (a peer's fault), and its state is kept.
  const before = context.stateOf(parentHash);
  if (before === "final") {
    throw new ImportError("parent", number, `its parent ${parentHash} is before the last final block`);
  }
  if (before === "discarded") {
    throw new ImportError("parent", number, `the state of its parent ${parentHash} is not kept`, { fault: "ours" });
  }

  // 6. Its slot's author sealed it. A peer's fault, but for a slot that is still to come.
  const header = await step("seal", number, () => checkSlotAndSeal(sealed, parent, before, context));

  // 7. Its inherents agree with this node's clock. A peer's fault, but for a time that is still to come.
  const { engine } = before;
  if (context.now !== undefined) {
    // The slot is the header's, not the clock's: rules that know it compare it with the time in the block.
    const given = new Map([
      ["timstap0", encode(u64, BigInt(context.now))],
      ["auraslot", encode(u64, slotOf(header))],
    ]);
    const check = () => engine.checkInherents(before.overlay(), { header, body }, given);
    refuseObjections(number, await step("inherents", number, check));
  }

  // 8. It executes to what its header says: inherents first, every extrinsic valid where it stands; extrinsics, digest and
  // state as named. A peer's fault, unless this node lacks what it takes.
  const overlay = before.overlay();
  await step("execute", number, () => engine.executeBlock(overlay, { header, body, hash }, context.rest));
  // Rules look at this too; but a chain's own need not. Rust: `sc_service: client/client.rs prepare_block_storage_changes`
  const root = toHex(overlay.root());
  if (root !== header.stateRoot) {
    throw new ImportError("execute", number, `its state has root ${root}, its header says ${header.stateRoot}`);
  }
  const { justifications = [] } = data;
  return { hash, number, parentHash, header: data.header, body, justifications, overlay };
}

async function checkSlotAndSeal(
  sealed: Header,
  parent: Header,
  before: RuntimeAt,
  context: VerifyContext,
): Promise<Header> {
  const bare = withoutSeal(sealed);
  if (context.seals === "optional" && bare.seal === undefined) return bare.header;
  const { now } = context;
  return checkSeal(sealed, {
    authorities: await auraAuthorities(before.ask),
    parentSlot: parent.number === 0 ? undefined : slotOf(parent),
    latestSlot: now === undefined ? (1n << 64n) - 1n : slotAt(BigInt(now), await slotDuration(before.ask)) + 1n,
  });
}

/** How the pallet of timestamps encodes its errors. Rust: `sp_timestamp::InherentError`. */
const timestampErrors = ["its time is too early after its parent's", "its time is too far in the future"];

function refuseObjections(number: number, objections: InherentObjections): void {
  for (const [name, error] of objections) {
    const ofTime = name === "timstap0" ? timestampErrors[error[0] ?? -1] : undefined;
    const fault = ofTime === timestampErrors[1] ? "later" : "peer";
    throw new ImportError("inherents", number, ofTime ?? `its inherent ${name} is refused: ${toHex(error)}`, { fault });
  }
}

async function step<T>(name: ImportStep, number: number | undefined, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    // What is wrong with the disk is not wrong with the block.
    if (error instanceof StorageError || error instanceof ImportError) throw error;
    const known = [AuraError, DecodeError, EngineError].some((kind) => error instanceof kind);
    const message = known ? messageOf(error) : `${name}: ${messageOf(error)}`;
    throw new ImportError(name, number, message, { fault: faultOf(error), cause: error });
  }
}

function faultOf(error: unknown): Fault {
  if (error instanceof SlotInFuture) return "later";
  return error instanceof EngineError && error.kind === "not-built" ? "ours" : "peer";
}
