import { messageOf } from "../lib/user-error.ts";
import { type Allocator, createAllocator } from "./allocator.ts";
import { bindFunction, type HostFunction } from "./host/function.ts";
import type { Host } from "./host/host.ts";
import { unpacked } from "./host/marshal.ts";
import { NotBuiltTrap, type ProgramMemory, Trap } from "./memory.ts";
import { globalName } from "./module/prepare.ts";
import type { Program } from "./module/program.ts";
import { trapOf } from "./traps.ts";

/** A program that is ready for calls, one after the other. Nothing of a call is there in the next. */
export interface ProgramInstance {
  /**
   * Calls an exported function of a runtime API; again only while it is small enough. Rust: `sc_executor_wasmtime: runtime.rs perform_call`
   * @throws Trap when it ends without an answer
   */
  call(method: string, input: Uint8Array, host: Host): Uint8Array;
  /** Bytes of its memory. */
  readonly size: number;
}

/** Instances that have become larger than this are not to be called again. Bytes. */
export const largestReused = 256 * 1024 * 1024;

/**
 * What nodes must agree on begins with all memory cleared, also where a program wrote without having allocated anything. For other calls, of
 * which a block that is made takes one for each transaction, that is too dear: a fifth of a millisecond where the heap has been large.
 */
const executesBlock = "Core_execute_block";

/** Bytes of a page of WebAssembly's memory. */
const pageSize = 65_536;

type EntryPoint = (pointer: number, length: number) => bigint;
type Exports = Readonly<Record<string, unknown>>;

/**
 * Starts a program. The memory of an instance of the original is as large as it may ever be at once; here it grows when the
 * heap does, up to the same size.
 * @param heapPages how many pages of 64 KiB the heap may have
 * @throws NotBuiltTrap when the system has no memory for it. Trap when it cannot start: its start function traps, or its data lies outside of its memory
 */
export function createInstance(
  { module, memory: { minimum, dataEnd }, imports, entries, heapBase, changedGlobals }: Program,
  functions: ReadonlyMap<string, HostFunction>,
  heapPages: number,
): ProgramInstance {
  const most = minimum + heapPages;
  // Data may lie where only the heap has pages.
  const initial = Math.min(most, Math.max(minimum, Math.ceil(dataEnd / pageSize)));
  const linear = memoryOf(initial, most);
  const allocator = createAllocator(linear);
  // Nothing can be allocated before a call: the first free byte is behind all memory.
  allocator.start(-8, 0);
  const memory = createMemory(linear, allocator);
  let current: Host | undefined;
  const host = (): Host => {
    if (current === undefined) throw new Trap("the program asks its host outside of a call");
    return current;
  };
  const env: WebAssembly.ModuleImports = { memory: linear };
  for (const { name } of imports) {
    // These two without a detour over JavaScript.
    if (name === "ext_allocator_malloc_version_1") env[name] = allocator.allocate;
    else if (name === "ext_allocator_free_version_1") env[name] = allocator.free;
    else {
      const declared = functions.get(name);
      env[name] = declared === undefined ? missing(name) : bindFunction(declared, memory, host);
    }
  }
  const exports = started(module, env);
  // Data that lies far away would be copied with all the nothing before it.
  const isReused = linear.buffer.byteLength <= largestReused;
  const fresh = new Uint8Array(linear.buffer).slice(0, isReused ? Math.max(heapBase, dataEnd) : 0);
  const globals = changedGlobals.map((index) => exports[globalName(index)] as WebAssembly.Global);
  const first = globals.map(({ value }) => value);
  let isFresh = true;

  const reset = (method: string): void => {
    if (isFresh) return;
    const bytes = new Uint8Array(linear.buffer);
    bytes.fill(0, heapBase, method === executesBlock ? bytes.length : allocator.top());
    bytes.set(fresh);
    for (const [index, global] of globals.entries()) global.value = first[index] as number | bigint;
  };

  return {
    call: (method, input, usedHost) => {
      const entry = Object.hasOwn(exports, method) ? exports[method] : undefined;
      if (typeof entry !== "function") throw new Trap(`Exported method ${method} is not found`);
      if (!entries.has(method)) throw new Trap(`Exported function '${method}' has invalid signature.`);
      reset(method);
      isFresh = false;
      allocator.start(heapBase, most);
      current = usedHost;
      try {
        const at = memory.allocate(input.length);
        memory.write(at, input);
        const { pointer, length } = unpacked((entry as EntryPoint)(at | 0, input.length));
        return memory.read(pointer, length);
      } catch (error) {
        throw trapOf(error);
      } finally {
        current = undefined;
      }
    },
    get size() {
      return linear.buffer.byteLength;
    },
  };
}

function memoryOf(initial: number, maximum: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial, maximum });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new NotBuiltTrap(`the system has no memory for a program: ${messageOf(error)}`, { cause: error });
  }
}

/** Rust: `sc_executor_wasmtime: instance_wrapper.rs InstanceWrapper::new` */
function started(module: WebAssembly.Module, env: WebAssembly.ModuleImports): Exports {
  try {
    return new WebAssembly.Instance<Exports>(module, { env }).exports;
  } catch (error) {
    throw trapOf(error);
  }
}

/** A program whose version is asked may import what no host has: it fails where it calls that. */
function missing(name: string): () => never {
  return () => {
    throw new Trap(`call to a missing function env:${name}`);
  };
}

function createMemory(linear: WebAssembly.Memory, allocator: Allocator): ProgramMemory {
  let bytes = new Uint8Array(linear.buffer);
  const range = (pointer: number, length: number): Uint8Array => {
    // The array of a memory that has grown since is empty.
    if (bytes.length === 0 || pointer + length > bytes.length) bytes = new Uint8Array(linear.buffer);
    if (pointer + length > bytes.length) throw new Trap("a pointer of the program is out of its memory's range");
    return bytes;
  };
  return {
    read: (pointer, length) => range(pointer, length).slice(pointer, pointer + length),
    view: (pointer, length) => range(pointer, length).subarray(pointer, pointer + length),
    write: (pointer, value) => range(pointer, value.length).set(value, pointer),
    allocate: (length) => allocator.allocate(length) >>> 0,
    free: (pointer) => allocator.free(pointer | 0),
  };
}
