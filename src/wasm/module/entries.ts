import type { BinaryReader } from "./binary.ts";
import { readValueType, refuseFeature, skipInstructions, type ValueType } from "./features.ts";

export interface FunctionType {
  readonly takes: readonly ValueType[];
  readonly gives: ValueType | undefined;
}

/** A size in pages of 64 KiB (memories) or in entries (tables). */
export interface Limits {
  readonly minimum: number;
  readonly maximum: number | undefined;
}

export type ExternalKind = "function" | "table" | "memory" | "global";

/** What a module asks of its host. */
export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternalKind;
  /** Of functions. */
  readonly type?: FunctionType;
  /** Of memories. */
  readonly limits?: Limits;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: ExternalKind;
  readonly index: number;
}

export interface ModuleGlobal {
  readonly type: ValueType;
  readonly mutable: boolean;
  readonly initial: Initial;
}

/** An initial value or place: a number of type i32, a constant of another type, or an expression of several instructions. */
export type Initial = number | "constant" | "computed";

const endOpcode = 0x0b;
const kinds: readonly ExternalKind[] = ["function", "table", "memory", "global"];

export function readFunctionType(from: BinaryReader): FunctionType {
  const form = from.byte();
  if (form !== 0x60) refuseFeature("a type that is no function", from.at - 1);
  const takes = from.list(() => readValueType(from));
  const gives = from.list(() => readValueType(from));
  if (gives.length > 1) refuseFeature("functions with several results (multi-value)", from.at);
  return { takes, gives: gives[0] };
}

export function readKind(from: BinaryReader): ExternalKind {
  const kind = from.byte();
  return kinds[kind] ?? refuseFeature(kind === 4 ? "exceptions" : "an unknown kind of import or export", from.at - 1);
}

export function readImport(from: BinaryReader, types: readonly FunctionType[]): ModuleImport {
  const module = from.name();
  const name = from.name();
  const kind = readKind(from);
  if (kind === "function") {
    const type = types[from.u32()];
    return { module, name, kind, type: type ?? from.fail("a function is of an unknown type") };
  }
  if (kind === "memory") return { module, name, kind, limits: readLimits(from) };
  if (kind === "table") readTable(from);
  else readGlobalType(from);
  return { module, name, kind };
}

export function readLimits(from: BinaryReader): Limits {
  const flags = from.byte();
  if (flags > 1) refuseFeature(flags < 4 ? "threads" : "memory of 64 bits", from.at - 1);
  return { minimum: from.u32(), maximum: flags === 1 ? from.u32() : undefined };
}

export function readTable(from: BinaryReader): Limits {
  if (from.byte() !== 0x70) refuseFeature("reference types", from.at - 1);
  return readLimits(from);
}

function readGlobalType(from: BinaryReader): { readonly type: ValueType; readonly mutable: boolean } {
  const type = readValueType(from);
  const mutable = from.byte();
  if (mutable > 1) from.fail("a global is neither variable nor constant");
  return { type, mutable: mutable === 1 };
}

export function readGlobal(from: BinaryReader): ModuleGlobal {
  return { ...readGlobalType(from), initial: readInitial(from) };
}

/** Where a segment of data or elements goes. */
export function readSegmentPlace(from: BinaryReader): Initial {
  const at = from.at;
  const index = from.u32();
  // The second way to write the first memory; other numbers come from later editions.
  const first = index === 0 || (index === 2 && from.byte() === 0);
  return first ? readInitial(from) : refuseFeature("bulk memory", at);
}

/** The initial value of an expression: of several instructions it is computed. */
function readInitial(from: BinaryReader): Initial {
  const start = from.at;
  const value = readConstant(from);
  if (value !== "computed" && from.byte() === endOpcode) return value;
  from.at = start;
  skipInstructions(from);
  return "computed";
}

function readConstant(from: BinaryReader): Initial {
  switch (from.byte()) {
    case 0x41:
      return from.i32();
    case 0x42:
      from.skipInteger(10);
      return "constant";
    case 0x43:
      from.take(4);
      return "constant";
    case 0x44:
      from.take(8);
      return "constant";
    default:
      return "computed";
  }
}
