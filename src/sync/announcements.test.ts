import { expect, it } from "vitest";
import { encodeBlockAnnounce } from "../network/messages/block-announce.ts";
import { createAnnouncements } from "./announcements.ts";
import { badBlockAnnouncement } from "./reputation.ts";
import { fakeBlock, fakeBlocks, fakeGenesis } from "./testing/fake-chain.ts";

const none = new Uint8Array(0);
const [one, two] = fakeBlocks(fakeGenesis, 2);
if (one === undefined || two === undefined) throw new Error("no blocks");

it("tells everybody of a block who does not know it, once", () => {
  const announcements = createAnnouncements();
  for (const peer of ["a", "b", "c"]) announcements.addPeer(peer);
  announcements.take("a", encodeBlockAnnounce(one.header, true, none));
  expect(announcements.announce(one.hash, one.header, true).map((action) => "peer" in action && action.peer)).toEqual([
    "b",
    "c",
  ]);
  expect(announcements.announce(one.hash, one.header, true)).toEqual([]);
  announcements.removePeer("b");
  expect(announcements.announce(two.hash, two.header, false)).toMatchObject([
    { type: "announce", peer: "a", message: encodeBlockAnnounce(two.header, false, none) },
    { type: "announce", peer: "c" },
  ]);
});

it("leaves out the genesis block, and refuses garbage and what goes with no block", () => {
  const announcements = createAnnouncements();
  announcements.addPeer("a");
  expect(announcements.take("a", encodeBlockAnnounce(fakeBlock(undefined).header, true, none))).toEqual({
    announce: undefined,
  });
  expect(announcements.take("a", Uint8Array.of(1, 2, 3))).toEqual({ loss: badBlockAnnouncement });
  const withData = encodeBlockAnnounce(one.header, true, Uint8Array.of(1));
  expect(announcements.take("a", withData)).toEqual({ loss: badBlockAnnouncement });
});

it("remembers 1,024 blocks of a peer", () => {
  const announcements = createAnnouncements();
  announcements.addPeer("a");
  const blocks = fakeBlocks(fakeGenesis, 1025);
  for (const block of blocks) announcements.announce(block.hash, block.header, true);
  const again = blocks.map((block) => announcements.announce(block.hash, block.header, true).length);
  expect(again[1]).toBe(1);
  expect(announcements.announce(one.hash, one.header, true).length).toBe(1);
});

it("tells no peer of a block that it has whole", () => {
  const announcements = createAnnouncements();
  for (const peer of ["a", "b"]) announcements.addPeer(peer);
  announcements.note("a", one.hash);
  announcements.note("gone", one.hash);
  expect(announcements.announce(one.hash, one.header, true)).toMatchObject([{ type: "announce", peer: "b" }]);
});
