import { expect, test } from "vitest";
import { buildOfProgram, rulesSection } from "../../engine/our-code.ts";
import { concatBytes, utf8 } from "../../lib/bytes.ts";
import { findCustomSection } from "../../wasm/module/custom-section.ts";
import { customSection, moduleStart } from "../../wasm/module/encode.ts";
import { dataSection } from "./sections.ts";

const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: (new (bytes: Uint8Array) => object) & { customSections(module: object, name: string): ArrayBuffer[] };
    Instance: new (module: object, imports: object) => object;
    Memory: new (descriptor: { initial: number }) => { readonly buffer: ArrayBuffer };
  };
};

/** A program that imports two pages of memory. */
const program = concatBytes(moduleStart, Uint8Array.of(2, 15, 1, 3, ...utf8("env"), 6, ...utf8("memory"), 2, 0, 2));

test("sections are those of a program that WebAssembly takes", () => {
  for (const [at, length] of [
    [0, 1],
    [63, 64],
    [64, 127],
    [8191, 128],
    [8192, 16_384],
    [65_536, 300],
  ] as const) {
    const bytes = new Uint8Array(length).fill(7);
    const whole = concatBytes(program, dataSection([{ at, bytes }]), customSection("a name", utf8("text")));
    const module = new WebAssembly.Module(whole);
    const memory = new WebAssembly.Memory({ initial: 2 });
    new WebAssembly.Instance(module, { env: { memory } });
    const written = new Uint8Array(memory.buffer);
    expect([written.indexOf(7), written.lastIndexOf(7)]).toEqual([at, at + length - 1]);
    const [section] = WebAssembly.Module.customSections(module, "a name");
    expect(Buffer.from(section as ArrayBuffer).toString()).toBe("text");
    expect(Buffer.from(findCustomSection(whole, "a name") ?? []).toString()).toBe("text");
    expect(findCustomSection(whole, "a nam")).toBeUndefined();
  }
});

test("a program names its rules in a custom section, and nothing else does", () => {
  const marked = concatBytes(program, customSection(rulesSection, utf8("local")));
  expect(buildOfProgram(marked)).toBe("local");
  expect(buildOfProgram(program)).toBeUndefined();
  expect(buildOfProgram(concatBytes(program, customSection(rulesSection, utf8("others"))))).toBeUndefined();
  expect(buildOfProgram(concatBytes(program, customSection("rules", utf8("local"))))).toBeUndefined();
  for (let length = 0; length < marked.length; length++)
    expect(buildOfProgram(marked.subarray(0, length))).toBeUndefined();
  for (const bytes of [[], [0], [0, 0x53, 0x54, 0x45], [...moduleStart, 0, 0xff, 0xff, 0xff, 0xff, 0x7f]])
    expect(buildOfProgram(Uint8Array.from(bytes))).toBeUndefined();
});
