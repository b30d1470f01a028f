import type { Chain } from "../chain/chain.ts";
import { decode, encode } from "../codec/codec.ts";
import { option } from "../codec/containers.ts";
import { bytes } from "../codec/primitives.ts";
import { base58Decode } from "../crypto/base58.ts";
import type { Keystore } from "../crypto/keystore.ts";
import { drandKey } from "../engine/native/drand/pulse-sender.ts";
import { offchainThread } from "../engine/offchain/start-offchain-thread.ts";
import { startOffchainWorkers } from "../engine/offchain/workers.ts";
import { emptyBytes, type Hex, toKey } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import type { OffchainPort } from "../rpc/ports.ts";
import type { NodeConfig } from "./config.ts";
import type { PeerToPeer } from "./network/start-network.ts";

/** The parts of a node that its program's offchain worker may use. */
interface OffchainParts {
  readonly config: NodeConfig;
  readonly chain: Chain;
  readonly keystore: Keystore;
  readonly peers: PeerToPeer;
  /** Whether a program executes what follows a block. */
  isProgram(block: Hex): boolean;
}

/** What a node has for the calls of its program that need more than a state. */
export interface ProgramHost {
  /** Makes new session keys by the program of the best block; gives their public keys. @throws Error with the program's words */
  rotateKeys(): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** How long making keys may take, and how long after the start the key of the offchain worker is made, ms. */
const [keysLimit, keyDelay] = [30_000, 1000];

/** Runs the offchain workers of the chain's program where this node runs them, and makes its session keys. */
export function startProgramHost(parts: OffchainParts, path: string): ProgramHost {
  const { config, chain, keystore, peers, isProgram } = parts;
  const { environment } = chain;
  const node = {
    keystore,
    storage: offchainStorage(chain),
    submit: async (extrinsic: Uint8Array): Promise<boolean> => {
      try {
        await chain.pool.submitLocal(extrinsic);
        return true;
      } catch (error) {
        environment.log.debug("offchain-worker", `a transaction is not taken: ${messageOf(error)}`);
        return false;
      }
    },
    networkState: () => ({
      peerId: base58Decode(peers.localPeer) ?? emptyBytes,
      addresses: peers.network?.listenAddresses() ?? [],
    }),
    authorize: () => environment.log.warn("offchain-worker", "the program names peers to stay with: it has no effect"),
    now: environment.now,
  };
  const data = { path, engine: config.engine, isValidator: config.authority };
  // Two threads: whoever makes keys does not wait for a worker that waits for an answer from outside.
  const forWorkers = offchainThread(data, node, environment);
  const forKeys = offchainThread(data, node, environment);
  const atBest = (): boolean => isProgram(chain.best().hash);
  const workers = config.offchain
    ? startOffchainWorkers({
        chain: chain.api,
        environment,
        thread: forWorkers,
        isProgram,
        catchingUp: () => peers.sync.isMajorSyncing() ?? false,
      })
    : undefined;
  const cancelKey = environment.after(keyDelay, () => {
    if (!config.offchain || !atBest()) return;
    try {
      drandKey(keystore);
    } catch (error) {
      environment.log.error("offchain-worker", `its key cannot be made: ${messageOf(error)}`);
    }
  });
  return {
    async rotateKeys() {
      const task = { kind: "keys", block: chain.best().hash, method: "SessionKeys_generate_session_keys" } as const;
      const outcome = await forKeys.run({ ...task, args: encode(option(bytes), undefined) }, keysLimit);
      if (outcome.kind !== "done") throw new Error(outcome.kind === "none" ? outcome.why : outcome.message);
      return decode(bytes, outcome.answer);
    },
    async stop() {
      cancelKey();
      workers?.stop();
      await Promise.all([forWorkers.stop(), forKeys.stop()]);
    },
  };
}

/** The offchain storage, beside the chain in its database. */
export function offchainStorage({ database, environment }: Chain): OffchainPort {
  const name = (key: Uint8Array): string => `offchain ${toKey(key)}`;
  const put = (key: Uint8Array, value: Uint8Array | undefined): void => {
    database.putExtra(new Map([[name(key), value]])).catch((error: unknown) => {
      environment.log.error("offchain", `not stored: ${messageOf(error)}`);
    });
  };
  return {
    get: (key) => database.getExtra(name(key)),
    set: put,
    clear: (key) => put(key, undefined),
  };
}
