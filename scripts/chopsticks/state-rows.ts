// What is compared of changes of the state, and of going back.
import { u8 } from "../../src/codec/primitives.ts";
import { hexToKey, keyToHex } from "../../src/lib/bytes.ts";
import { type Row, rowsOf } from "./row.ts";
import type { Side } from "./sides.ts";
import { bestHash, bestNumber, bob, freeOf, hashAt, stored, tempoKey, tempoOf } from "./views.ts";

const setStorage = rowsOf("dev_setStorage");
const setHead = rowsOf("dev_setHead");

/** What came of a change: whether the answer is the best block's hash, and what is stored then. */
async function changed(side: Side, values: unknown, see: (side: Side) => Promise<unknown> = (at) => tempoOf(at, 1)) {
  const answer = await side.rpc("dev_setStorage", values);
  return { isBest: answer === (await bestHash(side)), stored: await see(side) };
}

/** What came of going to a block: whether the answer is the best block's hash, and how far the head moved. */
async function moved(side: Side, to: (number: number) => number | Promise<string>) {
  const number = await bestNumber(side);
  const answer = await side.rpc("dev_setHead", await to(number));
  return { isBest: answer === (await bestHash(side)), blocks: (await bestNumber(side)) - number };
}

const tempo = (value: unknown) => ({ SubtensorModule: { Tempo: [[[1], value]] } });
const [rawKey, tempoPrefix] = ["0x0123", keyToHex(tempoKey(1)).slice(0, 66)];
const rawValue = (side: Side) => stored(side, hexToKey(rawKey), u8);

export const stateRows: readonly Row[] = [
  setStorage("an account by name", (side) =>
    changed(side, { System: { Account: [[[bob.accountId], { providers: 1, data: { free: "77000000000" } }]] } }, (at) =>
      freeOf(at, bob.accountId),
    ),
  ),
  setStorage("a map's entry", (side) => changed(side, tempo(33))),
  setStorage("names as JavaScript clients write them", (side) =>
    changed(side, { subtensorModule: { tempo: [[[1], 34]] } }),
  ),
  setStorage("a value in hex", (side) => changed(side, tempo("0x2c01"))),
  setStorage("null by name", (side) => changed(side, tempo(null))),
  setStorage("raw keys", (side) =>
    changed(
      side,
      [
        [rawKey, "0xff"],
        [keyToHex(tempoKey(1)), "0x2100"],
      ],
      async (at) => [await rawValue(at), await tempoOf(at, 1)],
    ),
  ),
  setStorage("null by a raw key", (side) => changed(side, [[rawKey, null]], rawValue)),
  setStorage("$removePrefix", (side) =>
    changed(side, { SubtensorModule: { $removePrefix: ["Tempo"] } }, (at) =>
      at.rpc("state_getKeysPaged", tempoPrefix, 100),
    ),
  ),
  setStorage("$removePrefix and an entry", (side) =>
    changed(side, { SubtensorModule: { $removePrefix: ["Tempo"], Tempo: [[[1], 44]] } }, async (at) => [
      await tempoOf(at, 0),
      await tempoOf(at, 1),
    ]),
  ),
  setStorage("the best block named", async (side) => {
    await side.rpc("dev_setStorage", tempo(55), await bestHash(side));
    return tempoOf(side, 1);
  }),
  setStorage("an unknown pallet", (side) => side.rpc("dev_setStorage", { Nothing: { There: 1 } })),
  setStorage(
    "0 as a value",
    (side) => changed(side, tempo(0)),
    '0 and "" are values, null alone removes; with Chopsticks they remove too',
  ),
  setStorage(
    "how far the chain goes on by it",
    async (side) => {
      const number = await bestNumber(side);
      await side.rpc("dev_setStorage", tempo(56));
      return (await bestNumber(side)) - number;
    },
    "a change is a block of its own, so that headers and roots stay true; Chopsticks changes the state under the last block",
  ),
  setStorage(
    "an older block",
    async (side) => {
      await side.rpc("dev_setStorage", tempo(66), await hashAt(side, (await bestNumber(side)) - 1));
      return tempoOf(side, 1);
    },
    "a block's state is what its root says: dev_setHead goes back, then a change is a block of its own",
  ),
  setHead("-2", (side) => moved(side, () => -2)),
  setHead("0", (side) => moved(side, () => 0)),
  setHead("a number", (side) => moved(side, (number) => number - 3)),
  setHead("a hash", (side) => moved(side, (number) => hashAt(side, number - 1))),
  setHead("a number that is not there", (side) => side.rpc("dev_setHead", 9999)),
  setHead("a hash that is not there", (side) => side.rpc("dev_setHead", `0x${"11".repeat(32)}`)),
  setHead("the forked block", async (side) => [await side.rpc("dev_setHead", 5), await bestNumber(side)]),
];

export const lastRows: readonly Row[] = [
  setHead(
    "a block before the forked one",
    async (side) => [await side.rpc("dev_setHead", 3), await bestNumber(side)],
    "no blocks are made before the block that a fork stands on",
  ),
];
