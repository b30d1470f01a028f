import { describe, expect, it } from "vitest";
import { utf8 } from "./bytes.ts";
import { JsonNumber, readJson } from "./json-tree.ts";

const read = (text: string) => readJson(utf8(text));

describe("a JSON text", () => {
  it("is read as JSON.parse does where nothing is lost", () => {
    const text = '{"a":[1,-2,0,true,false,null,"x\\n\\ud83d\\ude00é"],"b":{},"":[],"__proto__":{"c":9007199254740991}}';
    expect(JSON.stringify(read(text))).toBe(JSON.stringify(JSON.parse(text)));
    expect(read(" [ 1 , 2 ] \n")).toEqual([1, 2]);
  });

  it("keeps numbers that JavaScript would change, and writes them back as they were", () => {
    for (const text of ["9007199254740993", "18446744073709551616", "1.0", "1e3", "-0", "0.1", "1E400"]) {
      expect(read(text)).toEqual(new JsonNumber(text));
      expect(JSON.stringify({ a: [read(text)] })).toBe(`{"a":[${text}]}`);
    }
  });

  it("is refused with its place, in the words of the original", () => {
    const wrong: [text: string, message: string][] = [
      ["", "EOF while parsing a value at line 1 column 0"],
      ['{"a":1,\n"a":2}', '"a" is given twice in one object, at line 2 column 3'],
      ['{"a":1,"\\u0061":2}', '"a" is given twice in one object, at line 1 column 15'],
      ["[1,]", "trailing comma at line 1 column 4"],
      ['{"a":1,}', "trailing comma at line 1 column 8"],
      ["{1:2}", "key must be a string at line 1 column 2"],
      ["[01]", "invalid number at line 1 column 3"],
      ["1 2", "trailing characters at line 1 column 3"],
      ['"\\ud800"', "unexpected end of hex escape at line 1 column 8"],
      [`${"[".repeat(128)}`, "recursion limit exceeded at line 1 column 128"],
    ];
    for (const [text, message] of wrong) expect(() => read(text), text).toThrow(message);
    expect(() => readJson(new Uint8Array([34, 255, 34]))).toThrow("invalid unicode code point at line 1 column 3");
    expect(read(`${"[".repeat(127)}${"]".repeat(127)}`)).toBeDefined();
  });
});
