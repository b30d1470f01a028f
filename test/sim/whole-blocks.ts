import { blake2Hex } from "../../src/crypto/hashing.ts";
import type { PeerId } from "../../src/network/network.ts";
import { changes } from "../../src/network/peers/changes.ts";
import { type Carriage, type Endpoint, type Line, otherEnd } from "./line.ts";

/** Peers that a block is passed on to, as many as a mesh of gossipsub has. */
const meshSize = 6;
/** Blocks that are remembered. */
const mostKnown = 200;

/** Whether a peer takes whole blocks from this node. */
export function offers(own: Endpoint, peer: PeerId): boolean {
  const line = own.open.get(peer);
  return line !== undefined && own.takesBlocks && otherEnd(line, own).takesBlocks;
}

/** Gives a whole block to peers that take such, and they to theirs once they found it right: as gossipsub does. */
export function publish(carriage: Carriage, own: Endpoint, bytes: Uint8Array): readonly PeerId[] {
  const hash = blake2Hex(bytes);
  const having = known(own, hash);
  passOn(carriage, own, { hash, bytes, having });
  return [...having];
}

function known({ blocks }: Endpoint, hash: string): Set<PeerId> {
  const having = blocks.get(hash) ?? new Set();
  blocks.set(hash, having);
  if (blocks.size > mostKnown) blocks.delete(blocks.keys().next().value as string);
  return having;
}

interface Block {
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** Who has it, as far as the node knows. */
  readonly having: Set<PeerId>;
}

function passOn(carriage: Carriage, own: Endpoint, { hash, bytes, having }: Block): void {
  const { schedule, weather, counts } = carriage;
  const mesh = [...own.open].filter(([peer]) => offers(own, peer)).slice(0, meshSize);
  for (const [peer, line] of mesh) {
    if (having.has(peer)) continue;
    having.add(peer);
    counts.wholeBlocks++;
    counts.bytes += bytes.length;
    const delay = weather.isCut(own.peer, peer) ? undefined : weather.message(own.peer, peer, "block-announces").delay;
    if (delay !== undefined) schedule.after(delay, () => void arrive(carriage, line, otherEnd(line, own), hash, bytes));
  }
}

async function arrive(carriage: Carriage, line: Line, to: Endpoint, hash: string, bytes: Uint8Array): Promise<void> {
  const from = otherEnd(line, to).peer;
  if (!carriage.isAlive(to) || to.open.get(from) !== line) return;
  const isNew = !to.blocks.has(hash);
  const having = known(to, hash);
  having.add(from);
  if (!isNew) return;
  const verdict = await to.listener.block?.(from, bytes);
  if (verdict === "reject") carriage.report(to, from, changes.badFrame);
  if (verdict === "accept" && carriage.isAlive(to)) passOn(carriage, to, { hash, bytes, having });
}
