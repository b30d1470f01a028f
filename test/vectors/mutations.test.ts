import { describe, expect, it } from "vitest";
import type { Hex } from "../../src/lib/bytes.ts";
import { replayFile } from "../../src/replay/replay-file.ts";
import { recordingJson } from "../support/recordings.ts";

type Block = Record<string, unknown> & {
  attempts: { extrinsic: Hex; result: Hex }[];
  changes: Record<Hex, Hex | null>;
};
interface Chain {
  blocks: Block[];
  api_calls?: unknown;
}

/** The last byte of a hex text, changed. */
const bent = (hex: Hex, at = hex.length - 2): Hex => {
  const byte = Number.parseInt(hex.slice(at, at + 2), 16) ^ 0x01;
  return `${hex.slice(0, at)}${byte.toString(16).padStart(2, "0")}${hex.slice(at + 2)}` as Hex;
};

/** Changes one byte of block `number` and gives the chain up to there. */
function mutated(number: number, change: (block: Block) => void): Chain {
  const chain = recordingJson("chains", "d-weights.json.gz") as Chain;
  const copy: Chain = { ...chain, blocks: structuredClone(chain.blocks.slice(0, number)), api_calls: [] };
  change(copy.blocks[number - 1] as Block);
  return copy;
}

const field =
  (name: string) =>
  (block: Block): void => {
    block[name] = bent(block[name] as Hex);
  };

const mutations: readonly (readonly [what: string, block: number, change: (block: Block) => void, expected: RegExp])[] =
  [
    [
      "a byte of a signature",
      1,
      (block) => {
        const attempt = block.attempts[1] as Block["attempts"][number];
        attempt.extrinsic = bent(attempt.extrinsic, 82);
      },
      /result of attempt 1/,
    ],
    [
      "a byte of a call",
      5,
      (block) => {
        const attempt = block.attempts.at(-1) as Block["attempts"][number];
        attempt.extrinsic = bent(attempt.extrinsic);
      },
      /result of attempt/,
    ],
    [
      "a result",
      6,
      (block) => {
        const attempt = block.attempts[1] as Block["attempts"][number];
        attempt.result = "0x0001";
      },
      /result of attempt 1/,
    ],
    [
      "a changed value",
      3,
      (block) => {
        const [key, value] = Object.entries(block.changes).find(([, one]) => one !== null) as [Hex, Hex];
        block.changes[key] = bent(value);
      },
      /storage/,
    ],
    [
      "a changed key",
      4,
      (block) => {
        const [key, value] = Object.entries(block.changes)[0] as [Hex, Hex];
        delete block.changes[key];
        block.changes[bent(key)] = value;
      },
      /storage/,
    ],
    [
      "a change left out",
      7,
      (block) => {
        delete block.changes[Object.keys(block.changes)[0] as Hex];
      },
      /storage/,
    ],
    ["an event", 8, field("events"), /events/],
    ["the state root", 9, field("state_root"), /state root/],
    ["the extrinsics root", 10, field("extrinsics_root"), /extrinsics root/],
    ["the header", 2, field("header"), /header/],
    ["the hash", 11, field("hash"), /hash/],
  ];

describe("a recording with one thing changed fails where it was changed", () => {
  for (const [what, number, change, expected] of mutations) {
    it(what, () => {
      const { passed, line, details } = replayFile("mutated", mutated(number, change));
      expect(passed).toBe(false);
      expect(line).toMatch(new RegExp(`^FAIL mutated: block ${number}, `));
      expect(line).toMatch(expected);
      if (/storage|events|root|result/.test(line)) expect(details.join("\n")).toContain("recorded:");
    });
  }

  it("and blind replay computes the recorded hashes without seeing them", () => {
    const chain = recordingJson("chains", "d-weights.json.gz") as Chain;
    const { passed, details } = replayFile("blind", chain, { blind: true });
    expect(passed).toBe(true);
    expect(details.map((line) => line.trim().split(" ")[1])).toEqual(chain.blocks.map((block) => block.hash));
  });

  it("says where a file is not of the format", () => {
    expect(() =>
      replayFile("x", {
        blocks: [{ number: "one" }],
        genesis_hash: "0x00",
        genesis_state_root: "0x00",
        spec_version: 425,
      }),
    ).toThrow("not a recording: blocks[0].number must be a whole number");
  });
});
