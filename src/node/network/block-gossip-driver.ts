import type { HeaderView } from "../../chain/api.ts";
import type { Chain } from "../../chain/chain.ts";
import { auraAuthorities, slotDuration } from "../../chain/runtime-apis.ts";
import { DecodeError } from "../../codec/io.ts";
import { AuraError, checkSeal, SlotInFuture, slotAt, slotAuthor, slotOf } from "../../consensus/aura.ts";
import { createSlotRecord } from "../../consensus/slot-equivocation.ts";
import { emptyBytes, type Hex, toHex } from "../../lib/bytes.ts";
import { createCounts } from "../../lib/counts.ts";
import { messageOf } from "../../lib/user-error.ts";
import { encodeBlockAnnounce } from "../../network/messages/block-announce.ts";
import { decodeWholeBlock, encodeWholeBlock, longestWholeBlock } from "../../network/messages/whole-block.ts";
import type { BlockVerdict, Network, PeerId, ReputationChange } from "../../network/network.ts";
import type { Block } from "../../primitives/block.ts";
import type { BlockRules } from "../../primitives/block-rules.ts";
import { decodeHeader, type Header } from "../../primitives/header.ts";
import { orderedRoot } from "../../storage/trie/ordered-root.ts";
import { knownBadBlock, verificationFailed } from "../../sync/reputation.ts";
import type { SyncInput } from "../../sync/sync.ts";
import { createAwaitedBlocks } from "./awaited-blocks.ts";
import { importBlocks } from "./import-blocks.ts";
import type { ImportCounts } from "./sync-driver.ts";

/** Takes whole blocks of peers into the chain, and says which are passed on. */
export interface BlockGossipDriver {
  take(peer: PeerId, bytes: Uint8Array): Promise<BlockVerdict>;
  stop(): void;
}

export interface BlockGossipParts {
  readonly chain: Chain;
  readonly network: () => Network;
  /** Blocks that are being imported, kept up to date here. */
  readonly arriving: Set<Hex>;
  readonly blockRules: BlockRules;
  /** Counts what is imported. */
  readonly counts: Pick<ImportCounts, "blocks">;
  feed(input: SyncInput): void;
  /** Whether the node is far behind its peers. */
  catchesUp(): boolean;
}

/** What no right implementation sends. */
const garbled: ReputationChange = { value: -(2 ** 20), reason: "Bad block gossip" };

/**
 * How long after a block that cannot be taken whole its sender is asked for it, ms. Blocks are passed on before they are
 * executed: asked at once, the sender would not have it yet, and lose standing for that. Its parent the sender has executed.
 */
const askedAfter = 3000;
/** Blocks of so many bytes may wait for their parents, those of one peer a quarter; more of them are asked for again. */
const mostWaiting = 64 * 1024 * 1024;
/** Blocks of one peer whose seal and body are looked at at once; more of them are left to the sync. */
const mostLookedAt = 4;
/** A longer header is not kept to be asked for later, bytes: those of the chain have a few hundred. */
const longestHeader = 64 * 1024;

/** Blocks of slots that lie further back than this are no news, and are not passed on. */
const oldestSlot = 100n;

/**
 * Blocks are passed on once their author's seal and their body are verified, before they are executed. An author can
 * make others pass on one wrong block for each of its slots, and no more: the second for a slot goes no further.
 */
export function createBlockGossipDriver(parts: BlockGossipParts): BlockGossipDriver {
  const { chain, network, arriving, feed } = parts;
  const { environment } = chain;
  const record = createSlotRecord();
  const imports = new Map<Hex, Promise<void>>();
  const awaited = createAwaitedBlocks(chain, askedAfter);
  /** Bytes of blocks that wait for their parents, by who sent them. */
  const waiting = createCounts<PeerId>();
  /** How many blocks of a peer are looked at. */
  const lookedAt = createCounts<PeerId>();
  let stopped = false;

  const announcement = (peer: PeerId, { header }: Block): SyncInput => ({
    ...{ type: "announcement", peer, message: encodeBlockAnnounce(header, true, emptyBytes) },
  });
  const isKnown = (hash: Hex): boolean => arriving.has(hash) || chain.api.header(hash) !== undefined;
  /** Leaves a block to the sync. */
  const askLater = (peer: PeerId, block: Block, after = askedAfter): BlockVerdict => {
    // The body is let go meanwhile.
    if (block.header.length > longestHeader) return "ignore";
    const [hash, input] = [block.hash, announcement(peer, block)];
    environment.after(after, () => {
      if (!stopped && !isKnown(hash)) feed(input);
    });
    return "ignore";
  };
  /** Has the parent of a block fetched from who sent the block, and waits for it. @returns how much longer the sender is not asked for the block, ms */
  const awaitParent = async (peer: PeerId, { parentHash, number }: Block, size: number): Promise<number> => {
    feed({ type: "peer-holds", peer, block: { hash: parentHash, number: number - 1 } });
    if (parts.catchesUp() || waiting.all() + size > mostWaiting || waiting.of(peer) + size > mostWaiting / 4)
      return askedAfter;
    const came = await waiting.during(peer, size, () => awaited.wait(parentHash));
    return came ? askedAfter : 0;
  };
  const refuse = (peer: PeerId, change: ReputationChange, why: string): BlockVerdict => {
    environment.log.debug("sync", `a block of ${peer} is refused: ${why}`);
    network().report(peer, change);
    network().disconnect(peer);
    return "reject";
  };

  const ignored = (peer: PeerId, { number, hash }: Block, why: string): BlockVerdict => {
    environment.log.trace("sync", () => `whole block #${number} (${hash}) of ${peer} is ignored: ${why}`);
    return "ignore";
  };

  const importBlock = async (peer: PeerId, block: Block): Promise<void> => {
    arriving.add(block.hash);
    parts.counts.blocks++;
    try {
      const results = await importBlocks(chain, [{ ...block, origin: peer }]);
      arriving.delete(block.hash);
      const [result] = results;
      if (stopped || result === undefined) return;
      const { type } = result.outcome;
      if (type === "imported" || type === "known") {
        feed({ type: "imported", results });
        feed(announcement(peer, block));
      }
      // A wrong one was not executed by its sender either: who is to blame is the author.
      else if (type !== "invalid" && type !== "bad") askLater(peer, block);
    } catch {
      // The queue is closed, or has told the fault that ends the node.
      stopped = true;
    } finally {
      arriving.delete(block.hash);
      imports.delete(block.hash);
    }
  };

  /** Whether a block is passed on whose parent is known. */
  const judge = async (peer: PeerId, block: Block, sealed: Header, parent: Header): Promise<BlockVerdict> => {
    if (block.number !== parent.number + 1)
      return refuse(peer, verificationFailed, "its number is not its parent's next");
    const before = chain.runtimeAt(block.parentHash);
    if (before === undefined) return "ignore";
    const [authorities, duration] = await Promise.all([auraAuthorities(before.ask), slotDuration(before.ask)]);
    const now = slotAt(BigInt(environment.now()), duration);
    const parentSlot = parent.number === 0 ? undefined : slotOf(parent);
    try {
      checkSeal(sealed, { authorities, parentSlot, latestSlot: now + 1n });
    } catch (error) {
      if (!(error instanceof AuraError)) throw error;
      return error instanceof SlotInFuture ? askLater(peer, block) : refuse(peer, verificationFailed, error.message);
    }
    if (toHex(orderedRoot(block.body.map(({ bytes }) => bytes))) !== sealed.extrinsicsRoot)
      return refuse(peer, verificationFailed, "its body is not the one that its header names");
    const slot = slotOf(sealed);
    const author = slotAuthor(authorities, slot);
    const second = author !== undefined && record.note({ slot, author, hash: block.hash }, now) !== undefined;
    if (stopped || isKnown(block.hash)) return "ignore";
    if (second || now - slot > oldestSlot) return askLater(peer, block);
    imports.set(block.hash, importBlock(peer, block));
    return "accept";
  };

  return {
    async take(peer, bytes) {
      if (stopped) return "ignore";
      let block: Block;
      try {
        block = decodeWholeBlock(bytes);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        return refuse(peer, garbled, messageOf(error));
      }
      const ruledOut = parts.blockRules(block.number, block.hash);
      if (ruledOut !== undefined) {
        environment.log.warn("sync", `#${block.number} (${block.hash}) of ${peer} ${ruledOut}`);
        return refuse(peer, knownBadBlock, "the specification rules it out");
      }
      if (block.number <= chain.finalized().number || isKnown(block.hash))
        return ignored(peer, block, "it is known, or final is another");
      await imports.get(block.parentHash);
      // A block that is not on the disk yet is not given to others: who gets this one could not ask for its parent.
      const isAlone = chain.api.header(block.parentHash) === undefined;
      if (isAlone)
        environment.log.trace(
          "sync",
          () => `whole block #${block.number} (${block.hash}) of ${peer} waits for its parent`,
        );
      const after = isAlone ? await awaitParent(peer, block, bytes.length) : askedAfter;
      if (stopped || isKnown(block.hash)) return ignored(peer, block, "it came meanwhile");
      const parent = chain.api.header(block.parentHash);
      if (parts.catchesUp() || parent === undefined) {
        ignored(peer, block, parent === undefined ? "its parent is not known" : "the node catches up");
        return askLater(peer, block, after);
      }
      if (lookedAt.of(peer) >= mostLookedAt) {
        ignored(peer, block, "others of the same peer are looked at");
        return askLater(peer, block);
      }
      const verdict = await lookedAt.during(peer, 1, () => judge(peer, block, decodeHeader(block.header), parent));
      environment.log.trace("sync", () => `whole block #${block.number} (${block.hash}) of ${peer}: ${verdict}`);
      return verdict;
    },
    stop() {
      stopped = true;
      awaited.stop();
    },
  };
}

/**
 * What gives blocks of this chain whole to the peers that take them so.
 * @param network undefined until it has started
 * @returns undefined where nobody does; otherwise who has the block then
 */
export function spreadBlocks(chain: Chain, network: () => Network | undefined) {
  return (block: HeaderView): Promise<readonly PeerId[]> | undefined => {
    const peers = network();
    if (peers?.publishBlock === undefined || !peers.peers().some((peer) => peers.offersBlocks?.(peer)))
      return undefined;
    const body = chain.api.body(block.hash);
    const bytes = body && encodeWholeBlock(block.encoded, body);
    if (bytes === undefined || bytes.length > longestWholeBlock) return undefined;
    return peers.publishBlock(bytes).catch((error: unknown) => {
      chain.environment.log.debug("sync", `#${block.number} is not given whole: ${messageOf(error)}`);
      return [];
    });
  };
}
