import { blake2Hex } from "../../crypto/hashing.ts";
import type { Hex } from "../../lib/bytes.ts";
import { surfaceOf } from "../../metadata/surface.ts";
import { hostFunctionType } from "../../wasm/host/functions.ts";
import { unknownImports } from "../../wasm/module/check.ts";
import { isPacked } from "../../wasm/module/unpack.ts";
import { apiNames, apisOf, type ListedApi } from "./api-list.ts";
import type { RuntimeFile } from "./runtime-file.ts";

/** What a runtime's file holds. Sizes are in bytes, pages have 64 KiB. */
export interface Inspection {
  readonly file: string;
  readonly program?: {
    readonly spec_name: string;
    readonly spec_version: number;
    readonly impl_name: string;
    readonly impl_version: number;
    readonly authoring_version: number;
    readonly transaction_version: number;
    readonly system_version: number;
    readonly compressed: boolean;
    readonly size: number;
    readonly unpacked_size: number;
    /** blake2-256 of the code as it is stored: what an upgrade is authorized by. */
    readonly code_hash: Hex;
    readonly unpacked_hash: Hex;
    readonly memory_pages: number;
    readonly heap_base: number;
    readonly apis: readonly ListedApi[];
    readonly imports: readonly string[];
    /** Functions that this node does not have, or has with other types. */
    readonly unknown_imports: readonly string[];
  };
  readonly metadata: number;
  readonly pallets: readonly {
    readonly name: string;
    readonly index: number;
    readonly calls: readonly string[];
    readonly storage: number;
    readonly events: number;
    readonly errors: number;
    readonly constants: number;
  }[];
  readonly extensions: readonly string[];
}

/** Describes a runtime from a file. */
export function inspectRuntime(file: RuntimeFile): Inspection {
  const surface = surfaceOf(file.metadata);
  const program = programPart(file);
  return {
    file: file.path,
    ...(program === undefined ? {} : { program }),
    metadata: file.metadata.version,
    pallets: surface.pallets.map(({ name, index, calls, storage, events, errors, constants }) => ({
      ...{ name, index, calls: calls.map((call) => call.name) },
      ...{ storage: storage.length, events: events.length, errors: errors.length, constants: constants.length },
    })),
    extensions: surface.extensions.map(({ identifier }) => identifier),
  };
}

function programPart(file: RuntimeFile): Inspection["program"] {
  const { program, version, code } = file;
  if (program === undefined || version === undefined || code === undefined) return undefined;
  const { apis: _, ...names } = version;
  const { missing, different } = unknownImports(program.imports, hostFunctionType);
  return {
    ...names,
    compressed: isPacked(code),
    size: code.length,
    unpacked_size: program.unpacked.length,
    code_hash: program.hash,
    unpacked_hash: blake2Hex(program.unpacked),
    memory_pages: program.memory.minimum,
    heap_base: program.heapBase,
    apis: apisOf(file, apiNames([file])),
    imports: program.imports.map(({ name }) => name),
    unknown_imports: [...missing, ...different],
  };
}

/** The same as text for people. */
export function inspectionText({ file, program, metadata, pallets, extensions }: Inspection): string {
  return [
    file,
    ...(program === undefined ? [] : programLines(program)),
    "",
    `Pallets (metadata ${metadata})`,
    ...pallets.flatMap(palletLines),
    "",
    "Transaction extensions",
    `  ${extensions.join(", ")}`,
  ].join("\n");
}

function palletLines(pallet: Inspection["pallets"][number]): string[] {
  const { name, index, calls, storage, events, errors, constants } = pallet;
  const counts = `${storage} storage items, ${events} events, ${errors} errors, ${constants} constants`;
  const line = `  ${index} ${name}: ${counts}`;
  return calls.length === 0 ? [line] : [line, `      ${calls.length} calls: ${calls.join(", ")}`];
}

function programLines(program: NonNullable<Inspection["program"]>): string[] {
  const { apis, imports, unknown_imports: unknown } = program;
  const size = program.compressed
    ? `${program.size} bytes, ${program.unpacked_size} unpacked`
    : `${program.size} bytes`;
  return [
    `  spec              ${program.spec_name} ${program.spec_version}`,
    `  implementation    ${program.impl_name} ${program.impl_version}`,
    `  versions          authoring ${program.authoring_version}, transaction ${program.transaction_version}, system ${program.system_version}`,
    `  size              ${size}`,
    `  blake2-256        ${program.code_hash}`,
    ...(program.compressed ? [`  unpacked          ${program.unpacked_hash}`] : []),
    `  memory            ${program.memory_pages} pages, heap from ${program.heap_base}`,
    "",
    "Runtime APIs",
    ...apis.map(
      ({ name, version, methods }) => `  ${name} ${version}${methods.length === 0 ? "" : `: ${methods.join(", ")}`}`,
    ),
    "",
    `Host functions: ${imports.length}, ${unknown.length === 0 ? "none of them unknown here" : `${unknown.length} of them unknown here`}`,
    ...imports.map((name) => `  ${name}${unknown.includes(name) ? "  (unknown)" : ""}`),
  ];
}
