import type { FunctionType, Limits, ModuleImport } from "./entries.ts";
import { ProgramError } from "./error.ts";
import type { ModuleSections } from "./sections.ts";

/** Pages of 64 KiB that 32 bits reach. */
export const mostPages = 65_536;

/** Entries that a table may have. Rust: `sc_executor_wasmtime: runtime.rs common_config` */
const mostTableEntries = 8192;
/** Rust: `wasmparser: limits.rs MAX_WASM_EXPORTS` */
const mostExports = 100_000;

/** What a program needs to be executed. */
export interface ProgramShape {
  /** Functions that it imports, in their order. */
  readonly functions: readonly ImportedFunction[];
  /** Its memory as the module declares it, imported or its own; only the minimum counts. */
  readonly memory: Limits;
  /** Where its heap begins in bytes. */
  readonly heapBase: number;
}

export interface ImportedFunction {
  readonly name: string;
  readonly type: FunctionType;
}

function invalid(message: string): never {
  throw new ProgramError("module", `the module is not valid: ${message}`);
}

/**
 * What the original's compiler and instances demand of a module beyond what V8 does.
 * Rust: `sc_executor_common: runtime_blob.rs`, `sc_executor_wasmtime: runtime.rs`, `imports.rs`, `instance_wrapper.rs`
 * @throws ProgramError of faults `module`, `imports` or `exports`
 */
export function checkModule(sections: ModuleSections): ProgramShape {
  const memory = memoryOf(sections);
  checkLimits(sections);
  const imported = sections.imports.find(({ kind }) => kind === "memory");
  const functions = importedFunctions(sections.imports.filter((entry) => entry !== imported));
  checkMemoryExport(sections, imported);
  return { functions, memory, heapBase: heapBaseOf(sections) };
}

/** The memory, which the node makes wherever the module has it from. */
function memoryOf({ imports, memories }: ModuleSections): Limits {
  const imported = imports.find(({ kind }) => kind === "memory")?.limits;
  const [own] = memories;
  if (imported !== undefined && own !== undefined) invalid("it imports a memory and has one of its own");
  if (memories.length > 1) invalid("it has several memories");
  const memory = imported ?? own;
  if (memory === undefined) throw new ProgramError("exports", "the program has no memory");
  return memory;
}

function checkLimits({ tables, exports, globals, places }: ModuleSections): void {
  if (tables.length > 1) invalid("it has several tables");
  const entries = tables[0]?.minimum ?? 0;
  if (entries > mostTableEntries) invalid(`its table has ${entries} entries, and ${mostTableEntries} are allowed`);
  if (exports.length > mostExports) invalid(`it exports ${exports.length} things, and ${mostExports} are allowed`);
  const initials = [...globals.map(({ initial }) => initial), ...places];
  if (initials.includes("computed")) invalid("an initial value or place is computed, where only a constant is allowed");
}

function importedFunctions(imports: readonly ModuleImport[]): ImportedFunction[] {
  return imports.map(({ module, name, kind, type }) => {
    if (module !== "env") {
      throw new ProgramError("imports", `the program imports ${module}.${name}, and the host has only "env"`);
    }
    if (type === undefined) {
      throw new ProgramError("imports", `the program imports the ${kind} ${name}, and the host has only functions`);
    }
    return { name, type };
  });
}

/** An imported memory becomes an export under the name that it is imported by. */
function checkMemoryExport({ exports }: ModuleSections, imported: ModuleImport | undefined): void {
  const named = exports.find(({ name }) => name === "memory");
  if (imported !== undefined) {
    const doubled = exports.some(({ name }) => name === imported.name);
    if (doubled) invalid(`it imports its memory as ${imported.name} and exports that name too`);
    if (imported.name === "memory") return;
  }
  if (named === undefined) throw new ProgramError("exports", "the program does not export its memory as `memory`");
  if (named.kind !== "memory") throw new ProgramError("exports", `the program's export \`memory\` is a ${named.kind}`);
}

function heapBaseOf({ exports, globals }: ModuleSections): number {
  const refuse = (what: string): never => {
    throw new ProgramError("exports", `the program's export \`__heap_base\`, where its heap begins, ${what}`);
  };
  const entry = exports.find(({ name }) => name === "__heap_base") ?? refuse("is missing");
  if (entry.kind !== "global") refuse(`is a ${entry.kind} and no global`);
  // Nobody imports globals from this host, so that the indexes are those of its own.
  const global = globals[entry.index] ?? refuse("is a global that does not exist");
  if (global.type !== "i32") refuse(`is of type ${global.type} and not i32`);
  return typeof global.initial === "number" ? global.initial >>> 0 : refuse("has no constant value");
}

/** Whether a memory of this program and so many more pages can be had. The original's instances are as large at once. */
export function checkPages({ minimum }: Pick<Limits, "minimum">, heapPages: number): void {
  if (minimum + heapPages <= mostPages) return;
  throw new ProgramError(
    "module",
    `the program asks for ${minimum} pages of memory, which with ${heapPages} for its heap are more than ${mostPages}`,
  );
}

/**
 * The functions that a program imports and the host lacks, or has with other types.
 * @param typeOf the type of the host's function of a name
 */
export function unknownImports(
  functions: readonly ImportedFunction[],
  typeOf: (name: string) => FunctionType | undefined,
): { readonly missing: readonly string[]; readonly different: readonly string[] } {
  const missing: string[] = [];
  const different: string[] = [];
  for (const { name, type } of functions) {
    const known = typeOf(name);
    if (known === undefined) missing.push(name);
    else if (!sameType(known, type)) different.push(name);
  }
  return { missing, different };
}

const sameType = (a: FunctionType, b: FunctionType): boolean =>
  a.gives === b.gives && a.takes.length === b.takes.length && a.takes.every((type, index) => type === b.takes[index]);

/**
 * Refuses a program that imports what the host lacks, or has by another type.
 * @param allowMissing takes one that imports what the host lacks. Rust: `sc_executor_wasmtime: imports.rs prepare_imports`
 * @throws ProgramError of fault `imports` that names every such function
 */
export function checkImports(
  functions: readonly ImportedFunction[],
  typeOf: (name: string) => FunctionType | undefined,
  allowMissing = false,
): void {
  const { missing, different } = unknownImports(functions, typeOf);
  const faults = [
    ...(missing.length > 0 && !allowMissing
      ? [`imports functions that this node does not have: ${missing.join(", ")}`]
      : []),
    ...(different.length > 0 ? [`imports functions by other types than they have: ${different.join(", ")}`] : []),
  ];
  if (faults.length > 0) throw new ProgramError("imports", `the program ${faults.join("; it ")}`);
}
