import { describe, expect, it } from "vitest";
import { concatBytes, utf8 } from "../lib/bytes.ts";
import { binaryHead, encodeBinaryBlock, encodeJsonBlock, type FileBlock } from "./block-file.ts";
import { readBlockFile } from "./read-block-file.ts";

/** A header with an Aura pre-runtime item and a consensus item. */
const header = (number: number): Uint8Array =>
  concatBytes(
    new Uint8Array(32).fill(number),
    Uint8Array.of(number << 2),
    new Uint8Array(64).fill(7),
    Uint8Array.of(8, 6, ...utf8("aura"), 8, 1, 2, 4, ...utf8("fron"), 4, 9),
  );

const blocks: FileBlock[] = [
  { header: header(1), extrinsics: [Uint8Array.of(8, 4, 5), Uint8Array.of(4, 1)], justifications: undefined },
  { header: header(2), extrinsics: [], justifications: [["FRNK", Uint8Array.of(1, 2, 3)]] },
];
const binary = concatBytes(binaryHead(2), ...blocks.map(encodeBinaryBlock));
const json = blocks.map(encodeJsonBlock).join("");

describe("block files", () => {
  /** The file in parts of so many bytes, as a pipe brings it. */
  const read = (file: Uint8Array, isBinary: boolean, size = 7) => {
    const count = Math.ceil(file.length / size);
    return [
      ...readBlockFile(
        Array.from({ length: count }, (_, at) => file.slice(at * size, (at + 1) * size)),
        isBinary,
      ),
    ];
  };

  it("give back what was written, as SCALE and as JSON, in whatever parts it comes", () => {
    for (const size of [1, 7, 100, 10_000]) {
      expect(read(binary, true, size)).toEqual(blocks);
      expect(read(utf8(json), false, size)).toEqual(blocks);
    }
    expect(read(utf8(blocks.map(encodeJsonBlock).join("\n")), false)).toEqual(blocks);
    expect(read(binaryHead(0), true)).toEqual([]);
    expect(read(utf8(" \n"), false)).toEqual([]);
  });

  it("hand out a block as soon as it is read", () => {
    const parts = function* () {
      yield binary.slice(0, -1);
      throw new Error("not asked for yet");
    };
    expect(readBlockFile(parts(), true).next().value).toEqual(blocks[0]);
  });

  it("show a block in JSON as the RPC does", () => {
    expect(JSON.parse(encodeJsonBlock(blocks[1] as FileBlock))).toEqual({
      block: {
        header: {
          parentHash: `0x${"02".repeat(32)}`,
          number: "0x2",
          stateRoot: `0x${"07".repeat(32)}`,
          extrinsicsRoot: `0x${"07".repeat(32)}`,
          digest: { logs: ["0x0661757261080102", "0x0466726f6e0409"] },
        },
        extrinsics: [],
      },
      justifications: [
        [
          [70, 82, 78, 75],
          [1, 2, 3],
        ],
      ],
    });
  });

  it("say after which block they stop making sense", () => {
    expect(() => read(binary.slice(0, -2), true)).toThrow(/read on after 1 blocks .*; it is cut off or damaged there/);
    expect(() => read(concatBytes(binary, Uint8Array.of(0)), true)).toThrow("after 2 blocks");
    expect(() => read(utf8(json.slice(0, -3)), false)).toThrow("after 1 blocks");
    expect(() => read(utf8("{}"), false)).toThrow(/after 0 blocks .*; is it SCALE, with --binary\?/);
    expect(() => read(binary, false)).toThrow("after 0 blocks");
    expect(() => read(new Uint8Array(0), true)).toThrow("after 0 blocks");
  });
});
