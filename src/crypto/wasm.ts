import { randomFillSync } from "node:crypto";
import { createRequire } from "node:module";
import { inflateSync } from "node:zlib";
import { compileWasm } from "../lib/compile-wasm.ts";

/**
 * The WebAssembly of @polkadot/wasm-crypto, called without its JavaScript wrapper: the wrapper and the packages it
 * imports take half a second to load, the program itself ten milliseconds (docs/decisions/signatures.md).
 */
interface Exports {
  memory: WebAssembly.Memory;
  __wbindgen_malloc(length: number): number;
  __wbindgen_free(at: number, length: number): void;
  __wbindgen_add_to_stack_pointer(bytes: number): number;
}
type Routine = (...args: number[]) => number;
type Program = Exports & Record<string, Routine>;

/** Where a routine that returns bytes leaves their address and length. */
const resultAt = 8;
/** How far the memory of an instance may grow, bytes: what a stopped routine held is never freed. */
const mostGrowth = 16 * 1024 * 1024;

let compiled: WebAssembly.Module | undefined;
let running: { readonly program: Program; readonly memoryAtStart: number } | undefined;

function compile(): WebAssembly.Module {
  const packed = createRequire(import.meta.url)("@polkadot/wasm-crypto-wasm/cjs/bytes") as { bytes: string };
  return compileWasm(inflateSync(Buffer.from(packed.bytes, "base64")));
}

/** The functions that the program needs from its host: randomness, and a way to fail. Objects are numbers to it. */
function hostFunctions(memory: () => Uint8Array): WebAssembly.ModuleImports {
  const one = (): number => 1;
  const refuse = (): never => {
    throw new Error("the host has no such function");
  };
  return {
    __wbindgen_is_undefined: () => 0,
    __wbindgen_object_drop_ref: () => undefined,
    __wbg_self_1b7a39e3a92c949c: one,
    __wbg_crypto_968f1772287e2df0: one,
    __wbg_getRandomValues_a3d34b4fee3c2869: one,
    __wbg_getRandomValues_f5e14ab7ac8e995d: (_object: number, at: number, length: number) => {
      randomFillSync(memory().subarray(at, at + length));
    },
    __wbg_require_604837428532a733: refuse,
    __wbg_randomFillSync_d5bd2d655fdf256a: refuse,
  };
}

function program(): Program {
  if (running === undefined) {
    compiled ??= compile();
    let started: Program | undefined;
    const memory = (): Uint8Array => new Uint8Array((started as Program).memory.buffer);
    started = new WebAssembly.Instance<Program>(compiled, { wbg: hostFunctions(memory) }).exports;
    running = { program: started, memoryAtStart: started.memory.buffer.byteLength };
  }
  return running.program;
}

/**
 * Makes an instance usable after a routine stopped half-way (a Rust panic): its stack was not unwound. A new instance
 * would do as well, but makes its tables of secp256k1 anew, 11 ms for each bad signature; it is taken only when the
 * memory that stopped routines did not free has added up.
 */
function resume(wasm: Program, stackPointer: number): void {
  wasm.__wbindgen_add_to_stack_pointer(stackPointer - wasm.__wbindgen_add_to_stack_pointer(0));
  if (running !== undefined && wasm.memory.buffer.byteLength > running.memoryAtStart + mostGrowth) running = undefined;
}

/** Calls a routine. Byte arguments become address and length. */
function call(name: string, args: readonly (number | Uint8Array)[]): { wasm: Program; returned: number } {
  const wasm = program();
  const stackPointer = wasm.__wbindgen_add_to_stack_pointer(0);
  const flat = args.flatMap((arg) => {
    if (typeof arg === "number") return [arg];
    const at = wasm.__wbindgen_malloc(arg.length);
    new Uint8Array(wasm.memory.buffer).set(arg, at);
    return [at, arg.length];
  });
  try {
    return { wasm, returned: (wasm[name] as Routine)(...flat) };
  } catch (error) {
    resume(wasm, stackPointer);
    throw error;
  }
}

/** Calls a routine that answers yes or no. */
export function wasmFlag(name: string, ...args: readonly (number | Uint8Array)[]): boolean {
  return call(name, args).returned !== 0;
}

/**
 * Calls a routine that returns bytes.
 * @throws WebAssembly.RuntimeError when the routine refuses its arguments.
 */
export function wasmBytes(name: string, ...args: readonly (number | Uint8Array)[]): Uint8Array {
  const { wasm } = call(name, [resultAt, ...args]);
  const place = new DataView(wasm.memory.buffer, resultAt, 8);
  const [at, length] = [place.getUint32(0, true), place.getUint32(4, true)];
  const result = new Uint8Array(wasm.memory.buffer, at, length).slice();
  wasm.__wbindgen_free(at, length);
  return result;
}
