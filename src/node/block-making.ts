import type { SealingApi } from "../chain/api.ts";
import { type AuraAuthor, startAuraAuthor } from "../chain/aura-author.ts";
import type { Chain } from "../chain/chain.ts";
import { startSealing } from "../chain/sealing.ts";
import { fixedShieldKeystore, rollingShieldKeystore } from "../chain/shield-keystore.ts";
import { usualBackoff } from "../consensus/authoring-backoff.ts";
import { devAccount, devNames } from "../crypto/dev-accounts.ts";
import type { KeyPair } from "../crypto/keypair.ts";
import { newShieldKeys } from "../crypto/shield.ts";
import type { DevApi, StateFileAccess } from "../dev/api.ts";
import { createAuraProduction } from "../dev/aura-production.ts";
import type { Beacon } from "../dev/blocks.ts";
import type { MovedClock } from "../dev/clock.ts";
import { createDev } from "../dev/control.ts";
import type { BringKeys } from "../dev/prefetch.ts";
import type { Production } from "../dev/production.ts";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import type { NodeConfig } from "./config.ts";
import type { PeerToPeer } from "./network/start-network.ts";
import type { SessionKeys } from "./session-keys.ts";

/** What makes this node's blocks. */
export interface BlockMaking {
  /** Only with `--sealing`. */
  readonly sealing: SealingApi | undefined;
  /** What the owner of a development chain may do; undefined on every other node. */
  readonly dev: DevApi | undefined;
  /** Whether this node made a block, as far back as it remembers; never with `--sealing`. */
  made(hash: Hex): boolean;
  /** Begins to make blocks, where that did not begin at once. */
  begin(): void;
  stop(): void;
}

interface BlockMakingParts {
  readonly config: NodeConfig;
  readonly chain: Chain;
  readonly keys: SessionKeys;
  readonly clock: MovedClock;
  readonly peers: PeerToPeer;
  /** The offline beacon, where this node is one. */
  readonly beacon: Beacon | undefined;
  readonly files: StateFileAccess;
  /** Has keys of a fork's state brought, where it lies elsewhere. */
  readonly bring: BringKeys;
  /** This project's rules, where they hold after the best block. */
  rules(): Runtime | undefined;
}

/** What a node that makes no blocks has. */
const none: BlockMaking = {
  sealing: undefined,
  dev: undefined,
  made: () => false,
  begin: () => {},
  stop: () => {},
};

/** Sets up how this node makes blocks: by its seal at once, in Aura's slots from `begin` on, or not at all. */
export function createBlockMaking(parts: BlockMakingParts): BlockMaking {
  if (!parts.config.authority) return none;
  return parts.config.sealing === undefined ? inSlots(parts) : bySeal(parts, parts.config.sealing);
}

function bySeal(parts: BlockMakingParts, mode: NonNullable<NodeConfig["sealing"]>): BlockMaking {
  // A world is built before anything else happens.
  const waits = parts.config.world !== undefined;
  const sealing = startSealing(parts.chain, mode, fixedShieldKeystore(newShieldKeys), waits);
  return {
    ...none,
    sealing: sealing.api,
    dev: devOf(parts, {
      ...sealing,
      ownerFinalizes: true,
      setMode(next) {
        if (next === "aura")
          throw new UserError("this chain seals its blocks, and has no slots of Aura: give another mode");
        sealing.setMode(next);
      },
    }),
    begin: () => void (waits && sealing.setMode(mode)),
    stop: sealing.stop,
  };
}

function inSlots(parts: BlockMakingParts): BlockMaking {
  const { config, chain, keys, clock, peers } = parts;
  const shield = rollingShieldKeystore(newShieldKeys);
  let author: AuraAuthor | undefined;
  const production = createAuraProduction({
    ...{ chain, keys: keys.aura, clock, shield },
    startAuthor() {
      author = startAuraAuthor(
        chain,
        keys.aura,
        {
          // Without peers only a lone authority goes on, unless it is forced to.
          offline: () => !config.forceAuthoring && (peers.network?.peers().length ?? 0) === 0,
          catchingUp: () => peers.sync.isMajorSyncing() ?? false,
          backoff: usualBackoff,
        },
        shield,
      );
      return author.stop;
    },
  });
  return {
    sealing: undefined,
    dev: devOf(parts, production),
    made: (hash) => author?.made(hash) ?? false,
    begin: () => production.setMode("aura"),
    stop: () => production.setMode("manual"),
  };
}

function devOf(
  { config, chain, peers, beacon, rules, files, bring }: BlockMakingParts,
  production: Production,
): DevApi | undefined {
  if (!config.ownerRpc) return undefined;
  return createDev({
    chain,
    production,
    keyOf: knownPair,
    peers: () => peers.status().peers,
    beacon,
    rules,
    files,
    bring,
  });
}

/** The development key of an account; everybody knows these secrets. */
function knownPair(account: Hex): KeyPair | undefined {
  return devNames.map((name) => devAccount(name)).find(({ publicKey }) => publicKey === account);
}
