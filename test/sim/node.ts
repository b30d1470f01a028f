import { type AuraAuthor, startAuraAuthor } from "../../src/chain/aura-author.ts";
import { type Chain, createChain } from "../../src/chain/chain.ts";
import type { Environment } from "../../src/chain/environment.ts";
import { openFinality } from "../../src/chain/finality/open-finality.ts";
import { usualBackoff } from "../../src/consensus/authoring-backoff.ts";
// The chain loads it when a list of blocks is long: here nothing waits for what is outside of the simulation.
import "../../src/crypto/verify-ahead.ts";
import { createFaults } from "../../src/lib/faults.ts";
import { encodeRole } from "../../src/network/messages/block-announce-handshake.ts";
import type { Network, PeerId } from "../../src/network/network.ts";
import { createPeerDrivers, type PeerDrivers } from "../../src/node/network/peer-drivers.ts";
import { warpMode } from "../../src/node/network/warp-mode.ts";
import { noBlockRules } from "../../src/primitives/block-rules.ts";
import { openStore } from "../../src/storage/open-database.ts";
import type { Random } from "../fuzz/random.ts";
import type { Corruption } from "./byzantine/corruption.ts";
import type { Disk } from "./disk.ts";
import { sharedEngines } from "./genesis.ts";
import { type AuthorityKeys, sessionKeysOf } from "./keys.ts";
import type { KnownSignatures } from "./known-signatures.ts";
import type { Schedule } from "./schedule.ts";
import type { MemoryNetwork, Wire } from "./wire.ts";

/** A machine with a disk and a clock, on which a node may run. */
export interface Machine {
  readonly peer: PeerId;
  readonly disk: Disk;
  /** Keys of an authority; undefined for one that only follows. */
  readonly keys: AuthorityKeys | undefined;
  /** Whether whole blocks are taken, and given to those who take them. */
  readonly takesBlocks: boolean;
  /** Whether an empty chain is joined by proofs of finality and a downloaded state. */
  readonly warps: boolean;
  /** How far its clock is ahead of the simulation's, ms. */
  skew: number;
  readonly random: Random;
}

/** A node that runs: the node's own chain, author and drivers. */
export interface RunningNode {
  readonly chain: Chain;
  readonly network: MemoryNetwork;
  readonly drivers: PeerDrivers;
  /** The process ends at once; nothing of it goes on. */
  kill(): void;
}

export interface NodeParts {
  readonly machine: Machine;
  readonly schedule: Schedule;
  readonly wire: Wire;
  readonly known: KnownSignatures;
  readonly gossipDuration: number;
  /** It executes each block by itself, also where another node has done so. */
  readonly ownExecution: boolean;
  /** What a node does wrong on purpose. */
  readonly corruption?: Corruption | undefined;
  /** Called with lines of the log that no run should have, and with those of votes that were cast twice. */
  complain(text: string): void;
  /** Takes the lines of its log. */
  readonly print?: ((line: string) => void) | undefined;
  /** The chain is there, and nothing has happened to it yet. */
  opened(chain: Chain): void;
  /** Called with what the node could not go on after. */
  fault(error: Error): void;
}

/** Starts a node of this project on a machine, from what is on its disk. */
export async function startNode(parts: NodeParts): Promise<RunningNode> {
  const { machine, schedule, wire, known, corruption, fault } = parts;
  const { peer, disk, keys, random } = machine;
  const life = createLife(schedule);
  const environment: Environment = {
    now: () => schedule.now() + machine.skew,
    after: life.after,
    yield: () => new Promise((resolve) => life.after(0, resolve)),
    log: createLog(parts.complain, parts.print),
  };
  const faults = createFaults();
  faults.onFirst(fault);
  const engines = sharedEngines(parts.ownExecution);
  const database = await openStore(disk.open(), { onFatal: faults.report });
  const session = sessionKeysOf(keys, known);
  const finality = await openFinality({ database, engines, unjustified: new Set(), verify: known.verify });
  const role = keys === undefined ? "full" : "authority";
  const chain = createChain({
    ...{ engines, database, environment, finality, faults },
    authors: keys !== undefined,
    seals: "required",
    checkClock: true,
  });
  parts.opened(chain);
  let network: Network | undefined;
  const drivers = createPeerDrivers({
    chain,
    network: () => network,
    role,
    grandpa: true,
    keys: session,
    verify: known.verify,
    random: random.below,
    gossipDuration: parts.gossipDuration,
    blockRules: noBlockRules,
    maxParallelDownloads: 5,
    maxBlocksPerRequest: 64,
    mode: (machine.warps && chain.best().number === 0 && warpMode(chain, local, known.verify)) || { type: "full" },
    backfill: true,
    slots: 40,
    fault: faults.report,
  });
  const joined = wire.join(
    peer,
    corruption?.listener(drivers.listener, chain) ?? drivers.listener,
    machine.takesBlocks,
  );
  network = corruption?.network(joined, chain) ?? joined;
  corruption?.begin?.(chain, joined, life.after);
  for (const protocol of ["transactions", "grandpa"] as const) joined.setHandshake(protocol, encodeRole(role));
  drivers.greet();
  let author: AuraAuthor | undefined;
  if (keys !== undefined) {
    const offline = (): boolean => joined.peers().length === 0;
    const conditions = { offline, catchingUp: drivers.sync.isMajorSyncing, backoff: usualBackoff };
    author = startAuraAuthor(chain, session.aura, conditions);
  }
  return {
    ...{ chain, network: joined, drivers },
    kill() {
      life.end();
      author?.stop();
      wire.vanish(peer);
    },
  };
}

/** Takes what no run should have. @param print takes all lines, for people who look for what went wrong */
function createLog(complain: (text: string) => void, print: NodeParts["print"]): Environment["log"] {
  if (print !== undefined) return printingLog(complain, print);
  return {
    error: (target, text) => complain(`${target}: ${text}`),
    warn(target, text) {
      if (/voted twice/.test(text)) complain(`${target}: ${text}`);
    },
    info() {},
    debug() {},
    trace() {},
    enabled: () => false,
  };
}

function printingLog(complain: (text: string) => void, print: (line: string) => void): Environment["log"] {
  const line = (target: string, text: string | (() => string)): void =>
    print(`${target}: ${typeof text === "string" ? text : text()}`);
  const { error, warn } = createLog(complain, undefined);
  return {
    error(target, text) {
      line(target, text);
      error(target, text);
    },
    warn(target, text) {
      line(target, text);
      warn(target, text);
    },
    ...{ info: line, debug: line, trace() {} },
    enabled: (level) => level === "debug",
  };
}

const local = { chainType: "Local", warpCheckpoint: undefined } as const;

/** Timers that end with the process that set them. */
function createLife({ after }: Schedule): { after: Schedule["after"]; end(): void } {
  let over = false;
  return {
    after: (milliseconds, call) =>
      after(milliseconds, () => {
        if (!over) call();
      }),
    end() {
      over = true;
    },
  };
}
