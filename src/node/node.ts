import { randomBytes } from "node:crypto";
import type { ChainApi } from "../chain/api.ts";
import { type Chain, createChain } from "../chain/chain.ts";
import type { Environment } from "../chain/environment.ts";
import { defaultPoolOptions } from "../chain/pool/pool.ts";
import { watchAuthors } from "../chain/watch-authors.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { acceptMockSignatures } from "../crypto/mock-signature.ts";
import type { DevApi } from "../dev/api.ts";
import { createMovedClock } from "../dev/clock.ts";
import type { ShownAccounts } from "../dev/worlds/world-accounts.ts";
import { loadProgramVersions } from "../engine/native/program-version.ts";
import { type Summary, summaryOf } from "../engine/native/summary.ts";
import { blockThread } from "../engine/thread/start-block-thread.ts";
import { engineThread } from "../engine/thread/start-thread.ts";
import type { Fork } from "../fork/open-fork.ts";
import type { Hex } from "../lib/bytes.ts";
import { createFaults, type Faults } from "../lib/faults.ts";
import { createBlockRules } from "../primitives/block-rules.ts";
import { createLocalClient, type LocalClient } from "../rpc/local-client.ts";
import { type RpcServer, startRpcServer } from "../rpc/server.ts";
import type { Database } from "../storage/database.ts";
import { createBlockMaking } from "./block-making.ts";
import { openChainDatabase, storedBuild } from "./chain-database.ts";
import { withChainRules } from "./chain-rules.ts";
import type { NodeConfig } from "./config.ts";
import { startDrand } from "./drand.ts";
import { chainEngines, noteChoice } from "./engines.ts";
import { systemEnvironment } from "./environment.ts";
import { finalityOf, finalityRule } from "./finality-choice.ts";
import { startInformant } from "./informant.ts";
import { openKeystore } from "./keystore.ts";
import type { NodeLog } from "./log/log.ts";
import { type Monitoring, startMonitoring } from "./monitoring.ts";
import { refuseTakenPorts } from "./network/listen-addresses.ts";
import { peerSources } from "./network/peer-sources.ts";
import { createPeerToPeer, type PeerToPeer } from "./network/start-network.ts";
import { loadNodeKey } from "./node-key.ts";
import { startProgramHost } from "./offchain.ts";
import { rewriteBody } from "./rewrite-body.ts";
import { nodePort } from "./rpc-port.ts";
import { runtimeOfBuild } from "./runtime.ts";
import { readReplacements } from "./runtime-files/read-replacements.ts";
import { sessionKeys } from "./session-keys.ts";
import { stateFileAccess } from "./state-files/state-file-access.ts";
import type { StateSaver } from "./state-files/state-saver.ts";
import type { StateSource } from "./state-files/state-source.ts";
import type { RaisedWorld } from "./world/raise-world.ts";
import { checkWorldMark } from "./world/world-mark.ts";

/** A node that runs. */
export interface RunningNode {
  readonly config: NodeConfig;
  readonly api: ChainApi;
  /** The side that changes the chain: for tests and tools in the same process. */
  readonly chain: Chain;
  readonly log: NodeLog;
  /** The node among its peers: it has none before `start`. */
  readonly peers: PeerToPeer;
  /** What the owner of a development chain may do; undefined on every other node. */
  readonly dev: DevApi | undefined;
  /** Accounts of the world that the chain began with; undefined without one. */
  readonly worldAccounts: ShownAccounts | undefined;
  /** What the best block's state shows people first; undefined on a chain of other rules than this project's. */
  summary(): Summary | undefined;
  /** Where the RPC listens; undefined when it does not. */
  readonly rpcPort: number | undefined;
  /** Answers requests of this process, without a port. The caller stops it before the node. */
  localClient(): LocalClient;
  /**
   * Ends everything in order; the last block is on disk when it is done.
   * @throws UnsavedChain when the chain was to be saved to a file, and that failed
   */
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
  let { config } = options;
  const { log, faults = createFaults() } = options;
  const clock = createMovedClock(options.environment ?? systemEnvironment(log));
  const { environment } = clock;
  const started = environment.now();
  const { spec, build, usualBuild, genesisOptions, pruning } = config;
  if (config.engine.mockSignatures) acceptMockSignatures();
  const path = options.memory ? undefined : config.paths.database;
  const secret = options.memory
    ? randomBytes(32)
    : loadNodeKey({ ...config.network.key, standard: config.paths.nodeKey });
  const stateFiles =
    config.stateFiles &&
    (await (
      await openStateFilesLater()
    ).openStateFiles({
      ...{ config: config.stateFiles, spec, path },
      log: environment.log,
    }));
  const origin = config.fork;
  if (origin?.kind === "database") await (await forks()).placeFork(origin.copy, path);
  const opened: { fork?: Fork } = {};
  const openChain = async (source?: StateSource): Promise<Database> => {
    const onFatal = faults.report;
    if (origin?.kind !== "node")
      return openChainDatabase({
        ...{ spec, build, usualBuild, genesisOptions, path, pruning, shared: true },
        ...{ source, onFatal },
      });
    opened.fork = await (await forks()).openForkDatabase({ config, fork: origin, path, source, onFatal });
    return opened.fork.database;
  };
  const database = await (stateFiles === undefined ? openChain() : stateFiles.open(openChain));
  const { fork } = opened;
  try {
    await checkWorldMark(database, config);
  } catch (error) {
    await database.close();
    throw error;
  }
  // A fork's state is read from another node by this thread alone.
  const shared = fork === undefined ? path : undefined;
  const { paths } = config;
  // Without a disk only a keystore that an option names is on one.
  const keystorePath = options.memory && paths.keystore.startsWith(paths.chain) ? undefined : paths.keystore;
  const keystore = openKeystore(keystorePath, config.keystorePassword);
  if (config.devKey !== undefined) {
    keystore.insertEphemeral("aura", devAccount(config.devKey, "sr25519"));
    keystore.insertEphemeral("gran", devAccount(config.devKey, "ed25519"));
  }
  const keys = sessionKeys(keystore, environment.now, environment.log);
  const chainBuild = storedBuild(database);
  config = withChainRules(config, chainBuild, environment.log);
  const runtime = runtimeOfBuild(chainBuild);
  const overrides = config.runtimeOverrides;
  const replacements = await readReplacements({ spec, overrides });
  const engine = { ...config.engine, replacements };
  const blocks = shared === undefined ? undefined : blockThread({ path: shared, engine }, environment);
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
      shared === undefined
        ? undefined
        : engineThread({ path: shared, build: chainBuild, engine }, environment, isProgram),
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
    blockRules: createBlockRules(config.spec),
    rewriteBody: async (body) => rewriteBody(runtime, body),
    ...finalityRule(config, keys),
    finality: await finalityOf(config, { database, engines, keys }),
    tryState: config.tryState || engine.choice === "both",
    faults,
  });

  // What the scheduler brings into a block may be a program too.
  const cancelVersions = environment.after(versionsDelay, () => void loadProgramVersions());
  const peers = createPeerToPeer({ config, chain, secret, keys, fault: faults.report });
  const { drand, beacon } = startDrand(config, { chain: chain.api, environment, runtime, keystore, isProgram });
  const programHost =
    shared === undefined
      ? undefined
      : startProgramHost({ config: { ...config, engine }, chain, keystore, peers, isProgram }, shared);
  const rotateKeys = (): Promise<Uint8Array> | undefined => (isProgram() ? programHost?.rotateKeys() : undefined);
  if (fork !== undefined) (await forks()).tellForkReads({ fork, events: chain.api.events, log: environment.log });
  const informant = startInformant(chain.api, environment, log.paint, peers.status);
  const making = createBlockMaking({
    ...{ config, chain, keys, clock, peers, beacon },
    files: stateFileAccess(chain, spec),
    rules: () => (isProgram() ? undefined : runtime),
    bring: fork?.prefetch,
  });
  const api = making.sealing === undefined ? chain.api : { ...chain.api, sealing: making.sealing };
  let rpc: RpcServer | undefined;
  /** Set once the node has started whole: what fails before that saves nothing. */
  let saver: StateSaver | undefined;
  const stop = async (): Promise<void> => {
    world?.stop();
    cancelVersions();
    making.stop();
    stopWatching();
    drand?.stop();
    await programHost?.stop();
    await monitoring?.stop();
    await rpc?.stop();
    informant.stop();
    await peers.stop();
    // After a fault the chain may not be what it should: the file of before it stays.
    const saving = faults.first === undefined ? saver?.stop() : saver?.abandon();
    try {
      await saving;
    } finally {
      await chain.close();
      await blocks?.stop();
    }
  };
  let stopWatching = (): void => {};
  let monitoring: Monitoring | undefined;
  let world: RaisedWorld | undefined;
  const node = nodePort({ config, chain, keystore, rotateKeys, log, faults, peers, dev: making.dev });
  try {
    if (config.world !== undefined)
      world = await (await worlds()).raiseWorld({ config, world: config.world, chain, dev: making.dev, runtime });
    if (config.forkNetuid !== undefined && making.dev !== undefined)
      await (await import("./fork/cut-fork.ts")).cutFork(chain, making.dev, config.forkNetuid);
    if (config.forkPrefetch !== undefined && making.dev !== undefined) {
      const { keys, requests } = await making.dev.prefetch(config.forkPrefetch);
      environment.log.info("fork", `🍴 prefetched ${keys} keys in ${requests} requests`);
    }
    if (config.forkSudo !== undefined && making.dev !== undefined)
      await (await import("./fork/take-sudo.ts")).takeSudo(chain, making.dev, config.forkSudo);
    await refuseTakenPorts(config.network);
    if (!options.noRpc) rpc = await startRpcServer({ chain: api, node, options: config.rpc });
    monitoring = startMonitoring({
      config,
      chain,
      rpc: rpc?.measures,
      peerId: () => node.network.localPeerId,
      started,
    });
    if (config.sealing === undefined) {
      stopWatching = watchAuthors(chain, keys.aura, making.made, () => peers.status().peers > 0);
    }
    monitoring.add(peerSources({ config, chain, peers }));
    making.begin();
    await making.dev?.begin(BigInt(stateFiles?.clock() ?? 0));
    saver = stateFiles?.save(chain, async () => Number((await making.dev?.ahead()) ?? 0n));
  } catch (error) {
    await stop();
    throw error;
  }
  const summary = (): Summary | undefined => {
    const state = api.stateAt(api.bestHash());
    if (typeof state === "string") throw new Error("the state of the best block is not kept");
    return isProgram() ? undefined : summaryOf(runtime, state);
  };
  const localClient = (): LocalClient => createLocalClient({ chain: api, node, limits: config.rpc });
  return {
    config,
    api,
    chain,
    log,
    peers,
    dev: making.dev,
    worldAccounts: world?.accounts,
    summary,
    rpcPort: rpc?.port,
    localClient,
    stop,
  };
}

/** How long the start goes on without what reads the versions of programs, ms. */
const versionsDelay = 1500;

/** Loaded for a node that has state files. */
const openStateFilesLater = () => import("./state-files/open-state-files.ts");
/** Loaded for a chain that begins with a world. */
const worlds = () => import("./world/raise-world.ts");
/** Loaded for a fork. */
const forks = () => import("./fork/fork-database.ts");

/** Loaded when a chain's program is first asked. */
const threadedEngine = () => import("../engine/thread/threaded-engine.ts");
