import { joinBytes } from "../../src/lib/bytes.ts";
import type { Random } from "../fuzz/random.ts";

/** Longer inputs than this are cut: they would test the machine's memory bus. */
const longest = 1 << 20;

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));

/** Lengths at their edges, as SCALE and as protobuf write them, and lengths that are none. */
const edges: readonly Uint8Array[] = [
  ...["00", "04", "fc", "0101", "fdff", "02000100", "feffffff", "0300000040", "03ffffffff"],
  ...["13ffffffffffffffff", `33${"ff".repeat(16)}`, `ff${"ff".repeat(67)}`, "01fc", "0200", "03"],
  ...["7f", "8001", "ff7f", "808001", "ffffffff07", "ffffffff0f", "8080808010", `${"ff".repeat(9)}01`, "80".repeat(11)],
  ...["ffff", "ffffffff", "00000000", "ffffffffffffffff", "0000000000000080"],
].map(bytesOf);

/** What nests when it is repeated: lists of one item, options, boxes, groups and messages of protobuf, calls in calls. */
const nests: readonly Uint8Array[] = [
  ...["04", "01", "0104", "08", "0b", "0b0b", "0a", "12", "1a", "22", "0a80", "1b", "fe", "80", "c0"],
  ...["0b0004", "0b0204", "0c00", "0c0004", "0d00", "0d0101", "3f", "7f", "10", "0400"],
].map(bytesOf);

type Step = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

/** The bytes with a part of them replaced. */
const replace = (bytes: Uint8Array, at: number, length: number, by: Uint8Array): Uint8Array =>
  joinBytes([bytes.subarray(0, at), by, bytes.subarray(Math.min(at + length, bytes.length))]);

/** Anywhere, more often near the front: there is what decides. */
const place = (bytes: Uint8Array, random: Random): number =>
  random.chance(30) ? random.below(Math.min(bytes.length, 64) + 1) : random.below(bytes.length + 1);

const steps: readonly Step[] = [
  function flipBit(bytes, random) {
    const out = bytes.slice();
    if (out.length > 0) {
      const at = Math.min(place(bytes, random), out.length - 1);
      out[at] = (out[at] as number) ^ (1 << random.below(8));
    }
    return out;
  },
  function setByte(bytes, random) {
    const out = bytes.slice();
    if (out.length > 0) out[Math.min(place(bytes, random), out.length - 1)] = random.below(256);
    return out;
  },
  (bytes, random) => bytes.slice(0, place(bytes, random)),
  (bytes, random) => replace(bytes, place(bytes, random), 1 + random.below(40), new Uint8Array(0)),
  (bytes, random) => replace(bytes, place(bytes, random), 0, random.bytes(1 + random.below(40))),
  (bytes, random) => replace(bytes, place(bytes, random), random.below(9), random.pick(edges)),
  (bytes, random) => replace(bytes, place(bytes, random), 1, random.pick(edges)),
  function repeat(bytes, random) {
    const at = place(bytes, random);
    const part = bytes.subarray(at, at + 1 + random.below(64));
    return replace(bytes, at, 0, joinBytes(Array.from({ length: random.pick([1, 2, 10, 200]) }, () => part)));
  },
  function splice(bytes, random, others) {
    const other = random.pick(others);
    return joinBytes([bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))]);
  },
  function moveWithin(bytes, random) {
    const [from, to] = [place(bytes, random), place(bytes, random)];
    return replace(bytes, to, random.below(33), bytes.slice(from, from + random.below(65)));
  },
];

/** Something nested in itself, with a rest that may end it. */
function nested(random: Random, others: readonly Uint8Array[]): Uint8Array {
  const head = random.chance(50) ? random.pick(others).subarray(0, random.below(60)) : new Uint8Array(0);
  const unit = random.chance(70) ? random.pick(nests) : random.bytes(1 + random.below(4));
  const times = random.pick([3, 50, 500, 1_000, 1_001, 3_000, random.chance(5) ? 100_000 : 100]);
  const repeated = new Uint8Array(unit.length * times);
  for (let at = 0; at < repeated.length; at += unit.length) repeated.set(unit, at);
  return joinBytes([head, repeated, random.bytes(random.below(20))]);
}

/** The steps that leave a message as long as it is: its lengths still fit, so that what is inside them is read. */
const gentle = steps.slice(0, 2);

/** An input made of real messages, by chance: most of them changed in a few places, some nested bombs, some bytes of chance. */
export function makeInput(random: Random, samples: readonly Uint8Array[]): Uint8Array {
  const kind = random.below(100);
  if (kind < 3) return random.bytes(random.below(random.pick([8, 64, 600])));
  if (kind < 6) return nested(random, samples);
  let bytes = random.pick(samples);
  const kinds = random.chance(50) ? gentle : steps;
  for (let left = random.pick([0, 1, 1, 1, 2, 2, 3, random.below(12)]); left > 0; left--)
    bytes = random.pick(kinds)(bytes, random, samples);
  return bytes.length > longest ? bytes.slice(0, longest) : bytes;
}
