import type { BinaryReader } from "./binary.ts";
import { ProgramError } from "./error.ts";

export type ValueType = "i32" | "i64" | "f32" | "f64";

const valueTypes: Readonly<Record<number, ValueType>> = { 127: "i32", 126: "i64", 125: "f32", 124: "f64" };

/** Names of value types and block types that are no plain numbers. */
const typeFeatures: Readonly<Record<number, string>> = { 123: "SIMD", 112: "reference types", 111: "reference types" };

/** What follows an opcode. */
const shape = {
  unknown: 0,
  nothing: 1,
  integer: 2,
  twoIntegers: 3,
  blockType: 4,
  branches: 5,
  typeAndZero: 6,
  zero: 7,
  longInteger: 8,
  fourBytes: 9,
  eightBytes: 10,
  end: 11,
} as const;

/** For each opcode of the first edition, how its immediates are read. Rust: `parity_wasm: ops.rs Instruction::deserialize` */
const shapes: Uint8Array = (() => {
  const table = new Uint8Array(256).fill(shape.unknown);
  const set = (kind: number, ...opcodes: number[]) => {
    for (const opcode of opcodes) table[opcode] = kind;
  };
  set(shape.nothing, 0x00, 0x01, 0x05, 0x0f, 0x1a, 0x1b);
  set(shape.blockType, 0x02, 0x03, 0x04);
  set(shape.end, 0x0b);
  set(shape.integer, 0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x41);
  set(shape.branches, 0x0e);
  set(shape.typeAndZero, 0x11);
  table.fill(shape.twoIntegers, 0x28, 0x3f);
  set(shape.zero, 0x3f, 0x40);
  set(shape.longInteger, 0x42);
  set(shape.fourBytes, 0x43);
  set(shape.eightBytes, 0x44);
  table.fill(shape.nothing, 0x45, 0xc0);
  return table;
})();

/** The feature of later editions that an unknown opcode belongs to. */
function featureOf(opcode: number, next: number): string {
  if (opcode >= 0xc0 && opcode <= 0xc4) return "sign extension";
  if (opcode === 0xfc)
    return next < 8 ? "saturating conversion of floats" : next < 15 ? "bulk memory" : "reference types";
  if (opcode === 0xfd) return "SIMD";
  if (opcode === 0xfe) return "threads";
  if (opcode === 0xfb) return "garbage collection";
  if (opcode === 0x12 || opcode === 0x13) return "tail calls";
  if (opcode === 0x14 || opcode === 0x15 || (opcode >= 0xd3 && opcode <= 0xd6)) return "function references";
  if ([0x1c, 0x25, 0x26, 0xd0, 0xd1, 0xd2].includes(opcode)) return "reference types";
  if ([0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f].includes(opcode)) return "exceptions";
  return "an unknown instruction";
}

/** The program uses what came after the first edition of WebAssembly. */
export function refuseFeature(feature: string, at: number): never {
  throw new ProgramError(
    "format",
    `the program uses ${feature} at byte ${at}, which nodes do not execute: compile it for the first edition of WebAssembly (target-cpu=mvp)`,
  );
}

/** A type of a number. @throws ProgramError for types of later editions */
export function readValueType(from: BinaryReader): ValueType {
  const at = from.at;
  const byte = from.byte();
  return valueTypes[byte] ?? refuseFeature(typeFeatures[byte] ?? "an unknown type", at);
}

function skipBlockType(from: BinaryReader): void {
  const at = from.at;
  const byte = from.byte();
  if (byte === 0x40 || valueTypes[byte] !== undefined) return;
  refuseFeature(typeFeatures[byte] ?? "blocks with several values (multi-value)", at);
}

/**
 * Skips instructions up to the end of what they stand in. Only those of the first edition are known to the original's
 * reader, whatever its compiler would take. Rust: `parity_wasm: ops.rs Instructions::deserialize`
 * @throws ProgramError for instructions of later editions, and when there is no end
 */
export function skipInstructions(from: BinaryReader): void {
  const { bytes, end } = from;
  let depth = 1;
  while (from.at < end) {
    const opcode = bytes[from.at++] as number;
    switch (shapes[opcode]) {
      case shape.nothing:
        break;
      case shape.integer:
        from.skipInteger(5);
        break;
      case shape.twoIntegers:
        from.skipInteger(5);
        from.skipInteger(5);
        break;
      case shape.blockType:
        skipBlockType(from);
        depth++;
        break;
      case shape.end:
        if (--depth === 0) return;
        break;
      case shape.branches:
        for (let left = from.u32() + 1; left > 0; left--) from.skipInteger(5);
        break;
      case shape.typeAndZero:
        from.skipInteger(5);
        if (from.byte() !== 0) refuseFeature("reference types", from.at - 1);
        break;
      case shape.zero:
        if (from.byte() !== 0) refuseFeature("several memories", from.at - 1);
        break;
      case shape.longInteger:
        from.skipInteger(10);
        break;
      case shape.fourBytes:
        from.take(4);
        break;
      case shape.eightBytes:
        from.take(8);
        break;
      default:
        refuseFeature(featureOf(opcode, bytes[from.at] ?? 0), from.at - 1);
    }
  }
  from.fail("instructions without an end");
}
