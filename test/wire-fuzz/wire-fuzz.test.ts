import { expect, test } from "vitest";
import { allDecoders, emptyTally, inputAt, runInput, tryInput } from "./run.ts";

const decoders = allDecoders();

test.for(decoders.map((decoder, at) => [decoder.name, at] as const))(
  "%s: real messages are taken, and whatever else comes is taken or refused",
  ([, at]) => {
    const decoder = decoders[at];
    if (decoder === undefined) throw new Error("there is one");
    const taken = decoder.samples.filter((sample) => tryInput(decoder, sample) === "taken").length;
    expect(taken).toBeGreaterThan(0);
    const tally = emptyTally();
    for (let index = 0; index < 100 * decoder.share; index++)
      runInput(decoder, 425, { decoder: at, index }, tally, () => 0);
    expect(tally.failures).toEqual([]);
    expect([tally.taken > 0, tally.refused > 0]).toEqual([true, true]);
  },
);

test("an input follows from its seed and its place", () => {
  const [decoder] = decoders;
  if (decoder === undefined) throw new Error("there is one");
  const input = (seed: number, index: number) => inputAt(decoder, seed, { decoder: 0, index });
  expect(input(1, 7)).toEqual(input(1, 7));
  expect(input(2, 7)).not.toEqual(input(1, 7));
  expect(input(1, 8)).not.toEqual(input(1, 7));
});

test("what is thrown and is no refusal is a failure", () => {
  const decoder = {
    ...{ name: "broken", samples: [new Uint8Array(4)], share: 1, refusals: [RangeError] },
    take(bytes: Uint8Array): boolean {
      if (bytes.length === 0) throw new RangeError("no bytes");
      throw new TypeError("a defect");
    },
  };
  expect(tryInput(decoder, new Uint8Array(0))).toBe("refused");
  expect(tryInput(decoder, new Uint8Array(1))).toMatchObject({ failed: expect.stringContaining("a defect") });
});
