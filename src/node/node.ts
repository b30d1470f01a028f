import { randomBytes } from "node:crypto";
import type { ChainApi } from "../chain/api.ts";
import { type AuraAuthor, startAuraAuthor } from "../chain/aura-author.ts";
import { type Chain, createChain } from "../chain/chain.ts";
import type { Engines } from "../chain/engine.ts";
import type { Environment } from "../chain/environment.ts";
import type { Finality } from "../chain/finality/finality.ts";
import { openFinality } from "../chain/finality/open-finality.ts";
import { verifyVote } from "../chain/finality/verify-vote.ts";
import { defaultPoolOptions } from "../chain/pool/pool.ts";
import { startSealing } from "../chain/sealing.ts";
import { fixedShieldKeystore, rollingShieldKeystore } from "../chain/shield-keystore.ts";
import { watchAuthors } from "../chain/watch-authors.ts";
import { usualBackoff } from "../consensus/authoring-backoff.ts";
import { decidesAlone, type Voter } from "../consensus/finality.ts";
import { unjustifiedBlocks } from "../consensus/grandpa/hard-forks.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { newShieldKeys } from "../crypto/shield.ts";
import {
  type DrandNode,
  type DrandWorker,
  startOfflineDrand,
  startPublicDrand,
} from "../engine/native/drand/worker.ts";
import { loadProgramVersions } from "../engine/native/program-version.ts";
import { type Summary, summaryOf } from "../engine/native/summary.ts";
import { blockThread } from "../engine/thread/start-block-thread.ts";
import { engineThread } from "../engine/thread/start-thread.ts";
import type { Hex } from "../lib/bytes.ts";
import { createFaults, type Faults } from "../lib/faults.ts";
import { type RpcServer, startRpcServer } from "../rpc/server.ts";
import type { Database } from "../storage/database.ts";
import { openChainDatabase, storedBuild } from "./chain-database.ts";
import type { NodeConfig } from "./config.ts";
import { chainEngines, noteChoice } from "./engines.ts";
import { systemEnvironment } from "./environment.ts";
import { startInformant } from "./informant.ts";
import { openKeystore } from "./keystore.ts";
import type { NodeLog } from "./log/log.ts";
import { type Monitoring, startMonitoring } from "./monitoring.ts";
import { peerSources } from "./network/peer-sources.ts";
import { createPeerToPeer, type PeerToPeer } from "./network/start-network.ts";
import { loadNodeKey } from "./node-key.ts";
import { startProgramHost } from "./offchain.ts";
import { rewriteBody } from "./rewrite-body.ts";
import { nodePort } from "./rpc-port.ts";
import { runtimeOfBuild } from "./runtime.ts";
import { readReplacements } from "./runtime-files/read-replacements.ts";
import { type SessionKeys, sessionKeys } from "./session-keys.ts";

/** A node that runs. */
export interface RunningNode {
  readonly config: NodeConfig;
  readonly api: ChainApi;
  /** The side that changes the chain: for tests and tools in the same process. */
  readonly chain: Chain;
  readonly log: NodeLog;
  /** The node among its peers: it has none before `start`. */
  readonly peers: PeerToPeer;
  /** What the best block's state shows people first; undefined on a chain of other rules than this project's. */
  summary(): Summary | undefined;
  /** Where the RPC listens; undefined when it does not. */
  readonly rpcPort: number | undefined;
  /** Ends everything in order; the last block is on disk when it is done. */
  stop(): Promise<void>;
}

export interface NodeOptions {
  readonly config: NodeConfig;
  /** Keeps the database in memory. */
  readonly memory?: boolean;
  /** No JSON-RPC. */
  readonly noRpc?: boolean;
  readonly environment?: Environment;
  readonly log: NodeLog;
  /** Told of what the node cannot go on with: a full disk, for one. */
  readonly faults?: Faults;
}

/**
 * Builds a node and starts it: database, keys, chain, authoring, JSON-RPC. Rust: `node/src/service.rs new_full`.
 * @throws UserError when something of the user's cannot be used (a directory, a port, a specification).
 */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { config } = options;
  const { log, faults = createFaults() } = options;
  const environment = options.environment ?? systemEnvironment(log);
  const started = environment.now();
  const { spec, build, genesisOptions, pruning } = config;
  const path = options.memory ? undefined : config.paths.database;
  const secret = options.memory
    ? randomBytes(32)
    : loadNodeKey({ ...config.network.key, standard: config.paths.nodeKey });
  const database = await openChainDatabase({
    spec,
    build,
    genesisOptions,
    path,
    pruning,
    shared: true,
    onFatal: faults.report,
  });
  const keystore = openKeystore(config.paths.keystore, config.keystorePassword);
  if (config.devKey !== undefined) {
    keystore.insertEphemeral("aura", devAccount(config.devKey, "sr25519"));
    keystore.insertEphemeral("gran", devAccount(config.devKey, "ed25519"));
  }
  const keys = sessionKeys(keystore, environment.now);
  const chainBuild = storedBuild(database);
  const runtime = runtimeOfBuild(chainBuild);
  const overrides = config.runtimeOverrides;
  const replacements = await readReplacements({ spec, overrides });
  const engine = { ...config.engine, replacements };
  const blocks = path === undefined ? undefined : blockThread({ path, engine }, environment);
  const engines = await chainEngines(
    {
      ...{ runtime, engine, tryState: config.tryState, verifyThreads: true },
      ...(blocks === undefined
        ? {}
        : { elsewhere: async (here) => (await threadedEngine()).createThreadedEngine(blocks, here) }),
    },
    environment.log,
  );
  const isProgram = (block: Hex = database.best().hash): boolean => {
    const state = database.stateAt(block);
    return state !== undefined && engines.programAt(state) !== undefined;
  };
  await noteChoice(database, engine, engines, environment.log);
  const chain = createChain({
    engines,
    elsewhere:
      path === undefined ? undefined : engineThread({ path, build: chainBuild, engine }, environment, isProgram),
    database,
    environment,
    authors: config.authority,
    pool: {
      ...defaultPoolOptions,
      ready: { count: config.pool.limit, bytes: config.pool.bytes },
      future: { count: Math.floor(config.pool.limit / 10), bytes: Math.floor(config.pool.bytes / 10) },
      banTime: config.pool.banTime,
    },
    seals: config.sealing === undefined ? "required" : "optional",
    checkClock: config.sealing === undefined,
    badBlocks: config.spec.badBlocks ?? [],
    rewriteBody: async (body) => rewriteBody(runtime, body),
    ...finalityRule(config, keys),
    finality: await finalityOf(config, { database, engines, keys }),
    tryState: config.tryState || engine.choice === "both",
    faults,
  });

  // What the scheduler brings into a block may be a program too.
  environment.after(versionsDelay, () => void loadProgramVersions());
  const peers = createPeerToPeer({ config, chain, secret, keys, fault: faults.report });
  const drand = drandWorker(config, { chain: chain.api, environment, runtime, keystore, isProgram });
  const programHost =
    path === undefined
      ? undefined
      : startProgramHost({ config: { ...config, engine }, chain, keystore, peers, isProgram }, path);
  const rotateKeys = (): Promise<Uint8Array> | undefined => (isProgram() ? programHost?.rotateKeys() : undefined);
  const informant = startInformant(chain.api, environment, log.paint, peers.status);
  const sealing =
    config.authority && config.sealing !== undefined
      ? startSealing(chain, config.sealing, fixedShieldKeystore(newShieldKeys))
      : undefined;
  const api = sealing === undefined ? chain.api : { ...chain.api, sealing: sealing.api };
  let rpc: RpcServer | undefined;
  const stop = async (): Promise<void> => {
    author?.stop();
    stopWatching();
    sealing?.stop();
    drand?.stop();
    await programHost?.stop();
    await monitoring?.stop();
    await rpc?.stop();
    informant.stop();
    await peers.stop();
    await chain.close();
    await blocks?.stop();
  };
  let author: AuraAuthor | undefined;
  let stopWatching = (): void => {};
  let monitoring: Monitoring | undefined;
  try {
    const node = nodePort({ config, chain, keystore, rotateKeys, log, faults, peers });
    if (!options.noRpc) rpc = await startRpcServer({ chain: api, node, options: config.rpc });
    monitoring = startMonitoring({
      config,
      chain,
      rpc: rpc?.measures,
      peerId: () => node.network.localPeerId,
      started,
    });
    if (config.sealing === undefined) {
      const made = (hash: Hex): boolean => author?.made(hash) ?? false;
      stopWatching = watchAuthors(chain, keys.aura, made, () => peers.status().peers > 0);
    }
    monitoring.add(peerSources({ config, chain, peers }));
    // Without peers only a lone authority goes on, unless it is forced to.
    if (config.authority && sealing === undefined) {
      author = startAuraAuthor(
        chain,
        keys.aura,
        {
          offline: () => !config.forceAuthoring && (peers.network?.peers().length ?? 0) === 0,
          catchingUp: () => peers.sync.isMajorSyncing() ?? false,
          backoff: usualBackoff,
        },
        rollingShieldKeystore(newShieldKeys),
      );
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const summary = (): Summary | undefined => {
    const state = api.stateAt(api.bestHash());
    if (typeof state === "string") throw new Error("the state of the best block is not kept");
    return isProgram() ? undefined : summaryOf(runtime, state);
  };
  return { config, api, chain, log, peers, summary, rpcPort: rpc?.port, stop };
}

/** How long the start goes on without what reads the versions of programs, ms. */
const versionsDelay = 1500;

/** Loaded when a chain's program is first asked. */
const threadedEngine = () => import("../engine/thread/threaded-engine.ts");

function drandWorker({ drand, sealing }: NodeConfig, node: DrandNode): DrandWorker | undefined {
  if (drand === "offline") return startOfflineDrand(node, sealing === "instant");
  return drand === "public" ? startPublicDrand(node) : undefined;
}

/** GRANDPA's records; blocks that are sealed otherwise than by Aura are final as their seal says. */
function finalityOf(
  { sealing, spec, authority }: NodeConfig,
  parts: { readonly database: Database; readonly engines: Engines; readonly keys: SessionKeys },
): Promise<Finality | undefined> | undefined {
  if (sealing !== undefined) return undefined;
  const { database, engines, keys } = parts;
  const sign = authority ? keys.signGrandpa : undefined;
  return openFinality({ database, engines, unjustified: unjustifiedBlocks(spec.chainType), verify: verifyVote, sign });
}

/** A node whose own vote decides makes each best block final; others wait for votes. Sealing says itself what is final. */
function finalityRule(config: NodeConfig, keys: SessionKeys): { finalizesBest?(voters: readonly Voter[]): boolean } {
  if (!config.authority || !config.grandpa || config.sealing !== undefined) return {};
  return { finalizesBest: (voters) => decidesAlone(voters, keys.grandpa()) };
}
