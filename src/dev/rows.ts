import type { Chain } from "../chain/chain.ts";
import { pushGiven } from "../chain/fill-block.ts";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { validityText } from "../primitives/validity.ts";
import type { DevApi, NewBlocks } from "./api.ts";
import type { Blocks } from "./blocks.ts";
import type { Moments } from "./moments.ts";
import type { Production } from "./production.ts";
import { unreadable } from "./unreadable.ts";

interface RowParts {
  readonly chain: Chain;
  readonly production: Production;
  readonly blocks: Blocks;
  readonly moments: Moments;
  /** @throws UserError while others follow the chain */
  alone(): void;
}

/** Blocks that one request may ask for. */
const mostBlocks = 1_000_000;
/** How often a moment that moves on is followed. */
const mostLandings = 64;
const largestMoment = 2n ** 64n - 1n;

/** Makes blocks in a row, as many as were asked for or until a moment. */
export function createRows({
  chain,
  production,
  blocks,
  moments,
  alone,
}: RowParts): Pick<DevApi, "newBlocks" | "until"> {
  const countOf = ({ count, to }: NewBlocks): number => {
    const { number } = chain.best();
    if (to !== undefined && to <= number)
      throw new UserError(`block ${to} is there already: the best block is ${number}`);
    const asked = to === undefined ? (count ?? 1) : to - number;
    if (asked < 1 || asked > mostBlocks)
      throw new UserError(`${asked} blocks cannot be made at once: ask for 1 to ${mostBlocks}`);
    return asked;
  };
  /** A block of given extrinsics. @throws UserError when one is refused; no block is made then */
  const blockOf = (transactions: readonly Uint8Array[], { spacing, finalize = true }: NewBlocks): Promise<Hex> =>
    blocks.own({
      ...{ finalize, spacing },
      async fill(filling) {
        const { taken, refused } = await pushGiven(filling, transactions.map(createExtrinsic)).catch(
          unreadable("a transaction of the block"),
        );
        if (taken === transactions.length) return "NoMoreTransactions";
        const why = refused === undefined ? "the block is full" : validityText(refused);
        throw new UserError(`transaction ${taken} of the block is refused: ${why}`);
      },
    });

  return {
    async newBlocks(asked) {
      const asOf = blocks.calledOff();
      alone();
      const count = countOf(asked);
      const { spacing, transactions, finalize = true } = asked;
      const slot = await production.clock.duration();
      if (spacing !== undefined && (spacing < slot || spacing > largestMoment))
        throw new UserError(`${spacing} ms between two blocks is less than a slot, ${slot} ms`);
      const first = transactions === undefined ? undefined : await blockOf(transactions, asked);
      const left = first === undefined ? count : count - 1;
      const withoutPool = first !== undefined;
      return left === 0
        ? (first as Hex)
        : blocks.make({ count: left, to: asked.to, spacing, finalize, withoutPool, asOf });
    },
    async until(moment) {
      const asOf = blocks.calledOff();
      alone();
      const where = await moments.fix(moment);
      for (let tries = 0; tries < mostLandings; tries++) {
        const landing = await where();
        if (landing === undefined) return chain.best().hash;
        const count = countOf({ to: landing.number });
        const time = new Date(Number(landing.moment)).toISOString();
        chain.environment.log.info("dev", `${count} blocks to #${landing.number}, whose time is ${time}`);
        await blocks.make({ count, to: landing.number, finalize: true, asOf });
      }
      throw new UserError(`the moment moved on ${mostLandings} times: the best block is ${chain.best().number}`);
    },
  };
}
