import type { Chain } from "../../chain/chain.ts";
import type { VerifySignature } from "../../consensus/grandpa/signatures.ts";
import type { WarpStart } from "../../consensus/grandpa/warp-proof.ts";
import type { Hex } from "../../lib/bytes.ts";
import { encodeBlockAnnounceHandshake } from "../../network/messages/block-announce-handshake.ts";
import type { Network, NetworkListener, PeerId } from "../../network/network.ts";
import type { BlockRules } from "../../primitives/block-rules.ts";
import { createBlockAnswers } from "../../sync/answers/block-answers.ts";
import { answerWarp } from "../../sync/answers/warp-answers.ts";
import type { SyncMode } from "../../sync/phases.ts";
import { createSync, type Sync } from "../../sync/sync.ts";
import type { ChainView } from "../../sync/types.ts";
import type { SessionKeys } from "../session-keys.ts";
import { createBlockGossipDriver, spreadBlocks } from "./block-gossip-driver.ts";
import { createGrandpaDriver, type GrandpaDriver } from "./grandpa-driver.ts";
import { createLightAnswers } from "./light-answers.ts";
import { peerListener } from "./peer-listener.ts";
import { chainStateAnswers } from "./state-answers.ts";
import { createSyncDriver, type SyncDriver } from "./sync-driver.ts";
import { blockReader, syncView } from "./sync-view.ts";
import { createTransactionsDriver, type TransactionsDriver } from "./transactions-driver.ts";
import { rememberingVoters } from "./warp-mode.ts";
import { warpProver } from "./warp-prover.ts";

/** All that a node does among its peers, over whatever network carries it. */
export interface PeerDrivers {
  readonly sync: Sync;
  /** Undefined on a chain without voters, or where nobody is to vote. */
  readonly grandpa: GrandpaDriver | undefined;
  readonly measures: PeerMeasures;
  /** Who is told what peers do. */
  readonly listener: NetworkListener;
  /** Says on new streams from now on which block is the best. */
  greet(): void;
  stop(): void;
}

/** What was done with peers since the start. */
export interface PeerMeasures {
  readonly sync: SyncDriver["counts"];
  readonly transactions: TransactionsDriver["counts"];
}

export interface PeerDriversParts {
  readonly chain: Chain;
  /** Undefined until the network has started. */
  readonly network: () => Network | undefined;
  readonly role: "full" | "authority";
  /** Whether GRANDPA is taken part in. */
  readonly grandpa: boolean;
  readonly keys: Pick<SessionKeys, "grandpa" | "signGrandpa">;
  readonly verify: VerifySignature;
  /** Whole numbers from 0 to below `limit`, by chance. */
  readonly random: (limit: number) => number;
  /** How long a vote takes to reach everybody, ms; absent: as usual. */
  readonly gossipDuration?: number | undefined;
  readonly blockRules: BlockRules;
  readonly maxParallelDownloads: number;
  readonly maxBlocksPerRequest: number;
  /** How the chain is caught up with; absent: by all blocks. */
  readonly mode?: SyncMode<WarpStart>;
  /** Whether the blocks under a downloaded state are to be fetched; absent: they are. */
  readonly backfill?: boolean;
  /** How many peers there may be. */
  readonly slots: number;
  /** What the chain cannot go on after. */
  fault(error: unknown): void;
}

/** Puts together what speaks with peers: sync, transactions, GRANDPA, and the answers to what they ask. */
export function createPeerDrivers(parts: PeerDriversParts): PeerDrivers {
  const { chain, role, maxParallelDownloads, maxBlocksPerRequest } = parts;
  const { api, finality } = chain;
  const network = (): Network => {
    const there = parts.network();
    if (there === undefined) throw new Error("the network has not started");
    return there;
  };

  const view = syncView(chain, parts.blockRules);
  /** Whole blocks that came and are being imported: nobody is asked for them. */
  const arriving = new Set<Hex>();
  const statusOf: ChainView["statusOf"] = (hash, number) =>
    arriving.has(hash) ? "known" : view.statusOf(hash, number);
  const { mode, votersAfter } = rememberingVoters(parts.mode ?? { type: "full" });
  const sync = createSync(
    { ...view, statusOf },
    {
      maxParallelDownloads,
      maxBlocksPerRequest,
      mode,
    },
  );
  const syncDriver = createSyncDriver(
    chain,
    network,
    sync,
    { backfill: parts.backfill ?? true, votersAfter },
    spreadBlocks(chain, parts.network),
  );
  const blocks = createBlockGossipDriver({
    ...{ chain, network, arriving, blockRules: parts.blockRules, counts: syncDriver.counts },
    feed: syncDriver.feed,
    catchesUp: sync.isMajorSyncing,
  });
  const transactions = createTransactionsDriver(chain, network, sync.isMajorSyncing);
  const keys = role === "authority" ? parts.keys : noKeys;
  const grandpa =
    finality === undefined || !parts.grandpa
      ? undefined
      : createGrandpaDriver({
          chain,
          finality,
          network,
          keys,
          verify: parts.verify,
          random: parts.random,
          gossipDuration: parts.gossipDuration,
          wanted: (block) => syncDriver.feed({ type: "want-block", block, peers: [] }),
          announce(hash) {
            const header = api.header(hash);
            if (header !== undefined) syncDriver.feed({ type: "announce", hash, header: header.encoded, best: false });
          },
          fault: parts.fault,
        });
  const prove = finality === undefined ? undefined : warpProver(chain, finality, keys);
  const listener = peerListener({
    sync: syncDriver.feed,
    transactions: transactions.feed,
    grandpa: grandpa ?? silent,
    block: blocks.take,
    answers: {
      sync: createBlockAnswers(blockReader(chain), parts.slots),
      state: chainStateAnswers(chain, parts.slots),
      light: createLightAnswers(api),
      ...(prove === undefined ? {} : { warp: (_peer: PeerId, request: Uint8Array) => answerWarp(prove, request) }),
    },
  });

  const greet = (): void => {
    const { hash, number } = chain.best();
    const greeting = { roles: role, bestNumber: number, bestHash: hash, genesisHash: api.genesisHash };
    parts.network()?.setHandshake("block-announces", encodeBlockAnnounceHandshake(greeting));
  };
  const stopGreeting = api.events.onBest(greet);

  return {
    ...{ sync, grandpa, listener, greet },
    measures: { sync: syncDriver.counts, transactions: transactions.counts },
    stop() {
      stopGreeting();
      syncDriver.stop();
      blocks.stop();
      transactions.stop();
      grandpa?.stop();
    },
  };
}

/** A node that only follows. */
const noKeys: Pick<SessionKeys, "grandpa" | "signGrandpa"> = { grandpa: () => [], signGrandpa: () => undefined };

const silent = { opened() {}, closed() {}, message() {} };
