/** What a peer is, by its handshake. */
export type PeerRole = "full" | "light" | "authority";

/** How many peers are told first, and how many light clients are told commits. */
export const luckyPeers = 4;

/** Peers that messages of a round go to first, and those that they go to when the round lasts. */
export interface Stages {
  readonly first: Set<string>;
  readonly second: Set<string>;
  readonly light: Set<string>;
}

/** Stages without peers. */
export const noStages = (): Stages => ({ first: new Set(), second: new Set(), light: new Set() });

/** Puts a new peer where there is room. Rust: `Peers::new_peer`. */
export function joinStage({ first, second, light }: Stages, peer: string, role: PeerRole): void {
  if (role === "authority") {
    if (first.size < luckyPeers) first.add(peer);
    else if (second.size < luckyPeers) second.add(peer);
  } else if (role === "light" && light.size < luckyPeers) light.add(peer);
}

/** Rust: `Peers::peer_disconnected`. */
export function leaveStages({ first, second, light }: Stages, peer: string): void {
  for (const stage of [first, second, light]) stage.delete(peer);
}

function wholeRoot(square: number): number {
  let root = 0;
  while ((root + 1) * (root + 1) <= square) root++;
  return root;
}

/**
 * Draws peers for a new round: four first, half of them authorities where there are so many; then the square root of all,
 * four authorities among them. Rust: `Peers::reshuffle`.
 * @param shuffled all peers in an order of chance
 */
export function drawStages(shuffled: readonly (readonly [peer: string, role: PeerRole])[]): Stages {
  const { first, second, light } = noStages();
  const half = luckyPeers / 2;
  const authorities = shuffled.filter(([, role]) => role === "authority").slice(0, luckyPeers + half);
  for (const [index, [peer]] of authorities.entries()) (index < half ? first : second).add(peer);
  const root = wholeRoot(shuffled.length);
  const seconds = root > luckyPeers ? root : luckyPeers;
  for (const [peer, role] of shuffled) {
    if (role === "light") {
      if (light.size < luckyPeers) light.add(peer);
    } else if (first.size < luckyPeers) {
      first.add(peer);
      second.delete(peer);
    } else if (second.size < seconds && !first.has(peer)) second.add(peer);
  }
  return { first, second, light };
}
