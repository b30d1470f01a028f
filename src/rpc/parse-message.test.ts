import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LongText } from "./long-text.ts";
import { parseLong, parseShort } from "./parse-message.ts";

/** Runs work whose turn is always over; gives its value and how often it gave way. */
function read(text: string | Buffer): { value: unknown; pauses: number } {
  const work = parseLong(Buffer.from(text), { over: () => true });
  for (let pauses = 0; ; pauses++) {
    const step = work.next();
    if (step.done) return { value: step.value, pauses };
  }
}

/** The same value with long strings as text, and all numbers as floats. */
function inFull(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, one: unknown) => (one instanceof LongText ? one.toString() : one)));
}

const long = "ab".repeat(40_000);

describe("long messages", () => {
  it("are read in turns, to the same value as in one go", () => {
    const texts = [
      JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "a",
        params: Array.from({ length: 50_000 }, (_, i) => `0x${i}`),
      }),
      JSON.stringify([{ id: 1, params: [long, 5] }, { id: 2 }, long, [[[long]]]]),
      ` [ ${"1 , ".repeat(40_000)}{"a" : [ ] , "b" : "${long}" , "c":{}} ] `,
      `{"a":{"${long}":1},"a":${"[".repeat(50)}"${long}"${"]".repeat(50)},"é":"\\u00e9\\"","__proto__":["${long}"]}`,
      `[${" ".repeat(70_000)}]`,
      `{${" ".repeat(70_000)}}`,
      `{"params":["${long}",123456789012345678901234567890]}`,
      `[${"1,".repeat(40_000)}18446744073709551615]`,
    ];
    for (const text of texts) {
      const { value, pauses } = read(text);
      expect(pauses).toBeGreaterThan(1);
      expect(inFull(value)).toEqual(JSON.parse(text));
    }
    const numbers = read(texts.at(-1) as string).value as unknown[];
    expect(JSON.stringify(numbers.at(-1))).toBe("18446744073709551615");
  });

  it("are refused like short ones when they are no JSON", () => {
    const bad = [
      `["${long}",]`,
      `["${long}" 1]`,
      `[,"${long}"]`,
      `["${long}"`,
      `["${long}"]]`,
      `["${long}"}`,
      `{"a":"${long}",}`,
      `{"a" "${long}"}`,
      `{a:"${long}"}`,
      `["${long}"] 1`,
      `[${"1,".repeat(40_000)}x]`,
      `[${"1,".repeat(40_000)}]`,
      `["${long}]`,
      "a".repeat(70_000),
      `[${"a".repeat(70_000)}]`,
      `${"[".repeat(70_000)}${"]".repeat(70_000)}`,
    ];
    for (const text of bad) {
      expect(() => read(text), text.slice(0, 20)).toThrow(SyntaxError);
    }
    const odd = Buffer.from([0x22, 0xff, 0x22]);
    expect(() => read(odd)).toThrow(SyntaxError);
    expect(() => parseShort(odd)).toThrow(SyntaxError);
  });

  it("never differ from short ones, whatever they hold", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
        const text = JSON.stringify({ before: [long, value], value, list: [value, [value, long], value] }, null, space);
        expect(inFull(read(text).value)).toEqual(JSON.parse(text));
      }),
      { numRuns: 50 },
    );
  });
});
