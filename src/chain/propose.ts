import { encode } from "../codec/codec.ts";
import { option } from "../codec/containers.ts";
import { bytes, u64 } from "../codec/primitives.ts";
import { hasAcceptedMock } from "../crypto/mock-signature.ts";
import { emptyBytes, equalBytes, type Hex } from "../lib/bytes.ts";
import { observe } from "../lib/histogram.ts";
import type { Extrinsic } from "../primitives/extrinsic.ts";
import { encodeHeader, type Header, headerHash } from "../primitives/header.ts";
import { validityText } from "../primitives/validity.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import type { Chain } from "./chain.ts";
import type { BlockPlace } from "./engine.ts";
import { type End, type Filling, pushTransactions, take } from "./fill-block.ts";
import type { ShieldKeystore } from "./shield-keystore.ts";
import { mocksName } from "./step.ts";

export interface Proposal {
  readonly parent: BlockPlace;
  /** Encoded pre-runtime digest items. */
  readonly digest: readonly Uint8Array[];
  /** What the author's clock says, ms since 1970; the block's time may be later, to keep its distance to the parent's. */
  readonly moment: bigint;
  /** The slot that the block is made in, for rules that ask for it as an inherent; sealing without Aura tells them none. */
  readonly slot?: bigint | undefined;
  /** When no further transaction is taken, ms since 1970 by the environment's clock. */
  readonly deadline: number;
  /** Announces its key, and decrypts what is submitted to it; without one neither happens. */
  readonly shield?: ShieldKeystore | undefined;
  /** Puts what follows the inherents into the block; absent: what the pool has ready. */
  fill?(filling: Filling): Promise<End>;
  /** Changes the parent's state before the block begins: what no block says by itself. */
  prepare?(overlay: TrieOverlay): void;
}

/** A block that was made, without a seal. */
export interface Proposed {
  readonly header: Header;
  readonly body: readonly Extrinsic[];
  /** How many of the extrinsics are inherents. */
  readonly inherents: number;
  readonly overlay: TrieOverlay;
}

/** Why no block can be made here now. */
export class ProposalError extends Error {
  override name = "ProposalError";
}

/** About what a header adds to a block's length, bytes. */
const headerSize = 300;

const target = "basic-authorship";
/** The original's target of lines without one of their own. */
const moduleTarget = "sc_basic_authorship::basic_authorship";

/**
 * Makes a block on a known one: inherents, then what the pool has ready until time, weight or length run out. Others get
 * their turn between two extrinsics. Rust: `sc_basic_authorship::Proposer::propose_with`.
 * @throws ProposalError when an inherent fails or the state of the parent is not kept.
 */
export async function propose(chain: Chain, proposal: Proposal): Promise<Proposed> {
  const { environment } = chain;
  const { parent, digest, shield } = proposal;
  const clock = environment.monotonic ?? environment.now;
  const started = clock();
  const before = chain.runtimeAt(parent.hash);
  if (before === undefined) throw new ProposalError(`the state of block ${parent.number} (${parent.hash}) is not kept`);
  const overlay = before.overlay();
  proposal.prepare?.(overlay);
  const block = await before.engine.openBlock(overlay, { parent, digest });
  const filling: Filling = { chain, before, parent, block, shield, body: [], size: headerSize };
  await pushInherents(filling, proposal);
  const inherents = filling.body.length;
  const end = await (proposal.fill?.(filling) ?? pushTransactions(filling, proposal.deadline));
  const header = await block.finalizeBlock();
  // Root may set what the header is made from.
  const isHere = header.number === parent.number + 1 && header.parentHash === parent.hash;
  const isItself = isHere && digest.every((item, index) => equalBytes(item, header.digest[index] ?? emptyBytes));
  if (!isItself)
    throw new ProposalError(
      `the block made on block ${parent.number} (${parent.hash}) says that it is ${isHere ? "one of another slot" : `block ${header.number} on ${header.parentHash}`}: System.Number, System.ParentHash and System.Digest are not to be set`,
    );
  const { body } = filling;
  const took = clock() - started;
  const { proposals } = chain.measures;
  observe(proposals.constructed, took / 1000);
  proposals.transactions = body.length;
  proposals.ends[end]++;
  const hash = headerHash(encodeHeader(header));
  proposals.prepared({ hash, number: header.number });
  environment.log.info(
    moduleTarget,
    `🎁 Prepared block for proposing at ${header.number} (${Math.round(took)} ms) hash: ` +
      `${hash}; parent_hash: ${shortHash(parent.hash)}; end: ${end}; ` +
      `extrinsics_count: ${body.length}`,
  );
  return { header, body, inherents, overlay };
}

/** Rust: `sc_basic_authorship::Proposer::apply_inherents`. @throws ProposalError when one that must succeed fails. */
async function pushInherents(filling: Filling, { moment, slot, shield }: Proposal): Promise<void> {
  const data = new Map([["timstap0", encode(u64, moment)]]);
  if (slot !== undefined) data.set("auraslot", encode(u64, slot));
  if (shield !== undefined) data.set("shieldpk", encode(option(bytes), shield.nextEncKey()));
  for (const extrinsic of await filling.block.inherentExtrinsics(data)) {
    const result = await filling.block.applyExtrinsic(extrinsic);
    if (result === "applied") {
      take(filling, extrinsic);
      continue;
    }
    const { log } = filling.chain.environment;
    const why = validityText(result.refused);
    switch (result.refused.value.type) {
      case "ExhaustsResources":
        log.warn(target, "⚠️  Dropping non-mandatory inherent from overweight block.");
        break;
      case "BadMandatory":
        log.error(moduleTarget, "❌️ Mandatory inherent extrinsic returned error. Block cannot be produced.");
        throw new ProposalError(`an inherent is refused: ${why}`);
      default:
        log.warn(target, `❗️ Inherent extrinsic returned unexpected error: ${why}. Dropping.`);
    }
  }
}

/** A hash as the original's log writes it: its two ends. */
export function shortHash(hash: Hex): string {
  return `${hash.slice(0, 6)}…${hash.slice(-4)}`;
}

/** A block with a seal in its header, ready to be stored. */
export function seal(block: Proposed, item: Uint8Array | undefined) {
  const header = item === undefined ? block.header : { ...block.header, digest: [...block.header.digest, item] };
  const encoded = encodeHeader(header);
  const hash = headerHash(encoded);
  const mocked = block.body.some(({ bytes }) => hasAcceptedMock(bytes));
  return {
    hash,
    number: header.number,
    parentHash: header.parentHash,
    header: encoded,
    body: block.body,
    overlay: block.overlay,
    extra: mocked ? new Map([[mocksName(hash), emptyBytes]]) : undefined,
  };
}
