// What is compared of blocks and of time.
import { setTimeout as sleep } from "node:timers/promises";
import { type Row, rowsOf, wrongForm } from "./row.ts";
import type { Side } from "./sides.ts";
import { accountOf, alice, bestHash, bestNumber, bob, charlie, freeOf, timeOf, transferOn } from "./views.ts";

const newBlock = rowsOf("dev_newBlock");
const buildMode = rowsOf("dev_setBlockBuildMode");
const timeTravel = rowsOf("dev_timeTravel");

/** What came of making blocks: whether the answer is the last one's hash, how many, how much later, and what Bob got, rao. */
async function made(side: Side, options?: (at: number) => object) {
  const [number, time, had] = [await bestNumber(side), await timeOf(side), await freeOf(side, bob.accountId)];
  const answer = await side.rpc("dev_newBlock", ...(options === undefined ? [] : [options(number)]));
  return {
    isBest: answer === (await bestHash(side)),
    blocks: (await bestNumber(side)) - number,
    ms: (await timeOf(side)) - time,
    got: (await freeOf(side, bob.accountId)) - had,
  };
}

/** How long a chain may take to make blocks of what was sent, and for how long no more may come, ms. */
const [builtWithin, settled] = [20_000, 2_000];

/** Waits until an account has so many nonces more, or no block was made for long. */
async function untilBuilt(side: Side, nonce: number): Promise<void> {
  for (const end = Date.now() + builtWithin; Date.now() < end; await sleep(100))
    if ((await accountOf(side, alice.accountId)).nonce >= nonce) break;
  await sleep(settled);
}

/** How many blocks a chain makes by itself of so many transfers, sent one after the other. */
async function madeBy(side: Side, mode: string, count: number) {
  const answer = await side.rpc("dev_setBlockBuildMode", mode);
  const number = await bestNumber(side);
  const { nonce } = await accountOf(side, alice.accountId);
  const transfers = [];
  for (let later = 0; later < count; later++) transfers.push(await transferOn(side, { later }));
  for (const transfer of transfers) await side.rpc("author_submitExtrinsic", transfer);
  await (mode === "Manual" ? sleep(settled) : untilBuilt(side, nonce + count));
  await side.rpc("dev_setBlockBuildMode", "Manual");
  const waiting = (await side.rpc("author_pendingExtrinsics")) as unknown[];
  return {
    ...{ answer, blocks: (await bestNumber(side)) - number, waiting: waiting.length },
    done: (await accountOf(side, alice.accountId)).nonce - nonce,
  };
}

/** What came of setting the time: the answer and the time of the next block, both beside what was asked for, ms. */
async function travelled(side: Side, ahead: number) {
  const asked = (await timeOf(side)) + ahead;
  const answer = (await side.rpc("dev_timeTravel", asked)) as number;
  await side.rpc("dev_newBlock");
  return { answer: answer - asked, next: (await timeOf(side)) - asked };
}

/** An action that is refused, and the block after it. */
const afterRefusal = async (side: Side, action: Promise<unknown>) => {
  const why = await action.then(
    () => "done",
    () => "refused",
  );
  return { why, ...(await made(side)) };
};

const asked = "what cannot be done as asked is refused, and nothing changes";

export const blockRows: readonly Row[] = [
  newBlock("no options", (side) => made(side)),
  newBlock("count: 3", (side) => made(side, () => ({ count: 3 }))),
  newBlock("to: two ahead", (side) => made(side, (at) => ({ to: at + 2 }))),
  newBlock("transactions: a transfer", async (side) => {
    const transfer = await transferOn(side);
    return made(side, () => ({ transactions: [transfer] }));
  }),
  newBlock("transactions: a transfer, count: 2", async (side) => {
    const transfer = await transferOn(side);
    return made(side, () => ({ transactions: [transfer], count: 2 }));
  }),
  newBlock("transactions: a transfer with a mock signature", async (side) => {
    const transfer = await transferOn(side, { from: charlie, mock: true });
    return made(side, () => ({ transactions: [transfer] }));
  }),
  newBlock("a transfer in the pool", async (side) => {
    await side.rpc("author_submitExtrinsic", await transferOn(side));
    return made(side);
  }),
  newBlock("count: 0", (side) => made(side, () => ({ count: 0 })), `${asked}; Chopsticks makes one block`),
  newBlock(
    "to: a block that is there",
    (side) => made(side, (at) => ({ to: at })),
    `${asked}; Chopsticks makes one block`,
  ),
  newBlock(
    "transactions: one with a nonce that was used",
    async (side) => {
      const transfer = await transferOn(side, { later: -1 });
      return made(side, () => ({ transactions: [transfer] }));
    },
    `${asked}; Chopsticks makes the block without it`,
  ),
  newBlock(
    "transactions: none",
    (side) => made(side, () => ({ transactions: [] })),
    "a block without transactions; Chopsticks refuses an empty list",
  ),
  newBlock(
    "transactions: bytes that are none",
    (side) => made(side, () => ({ transactions: ["0x00"] })),
    `${asked}; Chopsticks answers with the block that was best before`,
  ),
  newBlock("after one that was refused", (side) =>
    afterRefusal(side, side.rpc("dev_newBlock", { transactions: ["nothing"] })),
  ),
  newBlock(
    "dmp: a message",
    (side) => made(side, () => ({ dmp: [{ sentAt: 1, msg: "0x00" }] })),
    "this chain exchanges no messages; Chopsticks leaves them out of the block",
  ),
  newBlock(
    "unsafeBlockHeight: far ahead",
    (side) => made(side, (at) => ({ unsafeBlockHeight: at + 1000 })),
    "blocks are numbered one after the other, as their headers must be",
  ),
  buildMode("Manual, one transfer", (side) => madeBy(side, "Manual", 1)),
  newBlock("after it", (side) => made(side)),
  buildMode("Instant, one transfer", (side) => madeBy(side, "Instant", 1)),
  buildMode("Batch, three transfers", async (side) => ({
    ...(await madeBy(side, "Batch", 3)),
    blocks: "by how fast they come",
  })),
  buildMode("an unknown one", (side) => side.rpc("dev_setBlockBuildMode", "Sometimes"), wrongForm),
  timeTravel(
    "120 s ahead",
    (side) => travelled(side, 120_000),
    "the next block has the time that was asked for; with Chopsticks the last one has it, and the next one is a slot later",
  ),
  timeTravel(
    "121 s ahead, within a slot",
    (side) => travelled(side, 121_000),
    "the answer is what the next block will say: the start of the slot, as Aura has it",
  ),
  timeTravel(
    "a date",
    async (side) => {
      const answer = await side.rpc("dev_timeTravel", "2027-01-31T12:00:00Z");
      await side.rpc("dev_newBlock");
      return { answer, next: await timeOf(side) };
    },
    "as for 120 s ahead",
  ),
  timeTravel("no date", (side) => side.rpc("dev_timeTravel", "yesterday"), wrongForm),
  timeTravel(
    "120 s back",
    (side) => travelled(side, -120_000),
    "time goes forward along a chain; dev_setHead and dev_revert go back",
  ),
];
