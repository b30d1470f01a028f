import { fromBase64 } from "../lib/bytes.ts";
import { compileWasm } from "../lib/compile-wasm.ts";
import { programBase64 } from "./allocator-bytes.ts";
import { Trap } from "./memory.ts";

/**
 * The heap of one instance, managed in WebAssembly beside the program, which asks for it tens of thousands of times a
 * block: allocator/assembly says how. Pointers come and go as i32.
 */
export interface Allocator {
  start(heapBase: number, mostPages: number): void;
  top(): number;
  allocate(size: number): number;
  free(pointer: number): void;
}

/** The faults by their number there. Rust: `sc_allocator: error.rs Error`, `freeing_bump.rs` */
const faults = [
  "Requested allocation size is too large",
  "free list points to a occupied header",
  "Allocator ran out of space",
  "Invalid pointer for deallocation",
];

let compiled: WebAssembly.Module | undefined;

/** The allocator over a memory; nothing is allocated before `start`. */
export function createAllocator(memory: WebAssembly.Memory): Allocator {
  compiled ??= compileWasm(fromBase64(programBase64));
  const fail = (fault: number): never => {
    throw new Trap(faults[fault] ?? `the allocator failed: ${fault}`);
  };
  return new WebAssembly.Instance<Allocator>(compiled, { env: { memory }, host: { fail } }).exports;
}
