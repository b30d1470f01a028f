import { slotAt, slotAuthor, slotOf } from "../consensus/aura.ts";
import { createSlotRecord } from "../consensus/slot-equivocation.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import type { Hex } from "../lib/bytes.ts";
import type { AuraKeys } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import { auraAuthorities, slotDuration } from "./runtime-apis.ts";

const target = "aura";

/** How long it takes until the same is said again, ms. */
const quietFor = 60_000;

/**
 * Says when an author makes two blocks for one slot, and when another node makes blocks with a key of this one: both vote
 * and author then, which is punished elsewhere and confuses everybody.
 * @param made whether a block was made here since the start
 * @param hasPeers a node without peers has nobody to watch
 * @returns what ends it
 */
export function watchAuthors(
  chain: Chain,
  keys: Pick<AuraKeys, "has">,
  made: (hash: Hex) => boolean,
  hasPeers: () => boolean,
): () => void {
  const { environment, api } = chain;
  const { log } = environment;
  const started = environment.now();
  const record = createSlotRecord();
  let saidAt = Number.NEGATIVE_INFINITY;

  const look = async (hash: Hex): Promise<void> => {
    const header = chain.header(hash);
    const before = header && chain.runtimeAt(header.parentHash);
    if (header === undefined || before === undefined) return;
    const [authorities, duration] = await Promise.all([auraAuthorities(before.ask), slotDuration(before.ask)]);
    const slot = slotOf(header);
    const author = slotAuthor(authorities, slot);
    if (author === undefined) return;
    const now = environment.now();
    const found = record.note({ slot, author, hash }, slotAt(BigInt(now), duration));
    if (found !== undefined) {
      const { first, second } = found;
      log.warn(
        target,
        `Slot author is equivocating at slot ${slot}: ${ss58Encode(author)} made ${first} and ${second}`,
      );
    }
    const recent = slot > slotAt(BigInt(started), duration);
    if (!recent || !keys.has(author) || made(hash) || now - saidAt < quietFor) return;
    saidAt = now;
    log.error(
      target,
      `Another node has this node's session keys: it makes blocks with the Aura key ${ss58Encode(author)} of this one: #${header.number} (${hash}) is not from here. Stop one of them, or give it other keys`,
    );
  };
  return api.events.onImported(({ hash }) => {
    if (!hasPeers()) return;
    look(hash).catch((error: unknown) => log.debug(target, () => `the author of ${hash} is not known: ${error}`));
  });
}
