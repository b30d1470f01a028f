import type { AuraKeys } from "../chain/aura-author.ts";
import type { Chain } from "../chain/chain.ts";
import type { BlockPlace } from "../chain/engine.ts";
import { propose, seal } from "../chain/propose.ts";
import { auraAuthorities, slotDuration } from "../chain/runtime-apis.ts";
import type { ShieldKeystore } from "../chain/shield-keystore.ts";
import { type SlotClock, slotOfBlock } from "../chain/slot-clock.ts";
import { sealDigest, slotAt, slotAuthor, slotDigest, slotStart } from "../consensus/aura.ts";
import { fromHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { encodeHeader, headerHash } from "../primitives/header.ts";
import type { MovedClock } from "./clock.ts";
import type { Production } from "./production.ts";

/** How long a block that the owner asks for may take to fill, ms. */
const proposalTime = 6666;

interface AuraParts {
  readonly chain: Chain;
  readonly keys: AuraKeys;
  readonly clock: MovedClock;
  readonly shield: ShieldKeystore;
  /** Starts the author of the chain's slots. @returns ends it */
  startAuthor(): () => void;
}

/**
 * The author of Aura's slots, which begins with mode `aura`, and blocks in slots that their owner asks for: each in the next slot that is ours, with our seal. The clock never
 * lies behind the chain, so that the author goes on from there.
 */
export function createAuraProduction({ chain, keys, clock, shield, startAuthor }: AuraParts): Production {
  const { environment } = clock;
  let stopAuthor: (() => void) | undefined;
  let known: bigint | undefined;

  const ask = () => {
    const runtime = chain.runtimeAt(chain.database.best().hash);
    if (runtime === undefined) throw new Error("the state of the best block is not kept");
    return runtime.ask;
  };
  const duration = async (): Promise<bigint> => {
    known ??= await slotDuration(ask());
    return known;
  };
  /** The next slot on a parent, by the clock, whose author is one of ours. */
  const peek = async (parent: BlockPlace) => {
    const [length, authorities] = [await duration(), await auraAuthorities(ask())];
    const before = slotOfBlock(chain, parent);
    const now = slotAt(BigInt(environment.now()), length);
    let slot = before >= now ? before + 1n : now;
    for (let tried = 0; tried < authorities.length; tried++, slot++) {
      const author = slotAuthor(authorities, slot);
      if (author !== undefined && keys.has(author)) return { slot, author, moment: slotStart(slot, length) };
    }
    throw new UserError(`none of the ${authorities.length} authorities is a key of this node: it can make no block`);
  };
  const keepUp = (moment: bigint): void => {
    if (moment > BigInt(environment.now())) clock.show(Number(moment));
  };
  const slots: SlotClock = {
    duration,
    peek,
    async next(parent) {
      const given = await peek(parent);
      keepUp(given.moment);
      return given;
    },
    after: async (parent) => slotStart(slotOfBlock(chain, parent) + 1n, await duration()),
    async set(moment) {
      clock.show(Number(moment));
    },
  };
  return {
    clock: slots,
    ownerFinalizes: false,
    mode: () => (stopAuthor === undefined ? "manual" : "aura"),
    setMode(mode) {
      if (mode !== "aura" && mode !== "manual")
        throw new UserError(
          "this chain makes its blocks in Aura's slots: its modes are aura and manual; the dev command and --sealing have others",
        );
      if (mode === "aura") stopAuthor ??= startAuthor();
      else {
        stopAuthor?.();
        stopAuthor = undefined;
      }
    },
    async make({ parent, fill, prepare }) {
      const { slot, author, moment } = await peek(parent);
      keepUp(moment);
      const proposed = await propose(chain, {
        ...{ parent, moment, slot, shield, digest: [slotDigest(slot)] },
        ...{ deadline: environment.now() + proposalTime },
        ...(fill === undefined ? {} : { fill }),
        ...(prepare === undefined ? {} : { prepare }),
      });
      const before = headerHash(encodeHeader(proposed.header));
      return seal(proposed, sealDigest(keys.sign(author, fromHex(before))));
    },
  };
}
