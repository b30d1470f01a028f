import type { Chain } from "../../../src/chain/chain.ts";
import type { Network, NetworkListener, PeerId } from "../../../src/network/network.ts";
import type { Random } from "../../fuzz/random.ts";
import type { AuthorityKeys } from "../keys.ts";
import type { KnownSignatures } from "../known-signatures.ts";
import type { Schedule } from "../schedule.ts";

/** What stands between a node and its peers, and lies to them. */
export interface Corruption {
  /** What the node says. */
  network(inner: Network, chain: Chain): Network;
  /** What the node answers, and hears. */
  listener(inner: NetworkListener, chain: Chain): NetworkListener;
  /** What it does by itself. */
  begin?(chain: Chain, network: Network, after: Schedule["after"]): void;
}

/** What a corruption is made with. */
export interface CorruptionParts {
  readonly random: Random;
  /** All nodes. */
  readonly peers: readonly PeerId[];
  readonly known: KnownSignatures;
  /** Its own keys, if it is an authority. */
  readonly keys: AuthorityKeys | undefined;
}
