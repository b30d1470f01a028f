import { bindFunction, type HostFunction } from "../host/function.ts";
import type { Host } from "../host/host.ts";
import { packed, type RawValue, unpacked } from "../host/marshal.ts";
import { type ProgramMemory, Trap } from "../memory.ts";

/** A memory whose allocations follow one another and are never freed. */
export function createTestMemory(size = 1 << 18): ProgramMemory {
  const memory = new Uint8Array(size);
  let next = 8;
  const view = (pointer: number, length: number): Uint8Array => {
    if (pointer + length > size) throw new Trap("outside the memory");
    return memory.subarray(pointer, pointer + length);
  };
  return {
    view,
    read: (pointer, length) => view(pointer, length).slice(),
    write: (pointer, bytes) => view(pointer, bytes.length).set(bytes),
    allocate(length) {
      const pointer = next;
      view(pointer, length);
      next += length;
      return pointer;
    },
    free() {},
  };
}

/** A host that has nothing but what it is given. */
export function createTestHost(parts: Partial<Host> = {}): Host {
  const state = new Proxy({} as Host["state"], {
    get: () => () => {
      throw new Error("the state is not asked for here");
    },
  });
  return { state, log() {}, logLevel: 0, ...parts };
}

/** A call as a program makes it. */
export interface HostCaller {
  readonly memory: ProgramMemory;
  /** @param values bytes are put into the memory; numbers are passed as they are. @returns what WebAssembly gets */
  (path: string, version: number, ...values: readonly (Uint8Array | RawValue)[]): RawValue | undefined;
  /** The same, whose answer is bytes at a fat pointer. */
  bytes(path: string, version: number, ...values: readonly (Uint8Array | RawValue)[]): Uint8Array;
  /** The same, whose answer is so many bytes at a thin pointer. */
  fixed(length: number, path: string, version: number, ...values: readonly (Uint8Array | RawValue)[]): Uint8Array;
}

export function createHostCaller(functions: readonly HostFunction[], host = createTestHost()): HostCaller {
  const memory = createTestMemory();
  const call = (path: string, version: number, ...values: readonly (Uint8Array | RawValue)[]): RawValue | undefined => {
    const name = `ext_${path}_version_${version}`;
    const declared = functions.find((each) => each.name === name);
    if (declared === undefined) throw new Error(`${name} is not declared`);
    if (declared.takes.length !== values.length) throw new Error(`${name} takes ${declared.takes.length} arguments`);
    const raw = values.map((value, index) => {
      if (!(value instanceof Uint8Array)) return value;
      const pointer = memory.allocate(value.length);
      memory.write(pointer, value);
      return declared.takes[index]?.wasm === "i32" ? pointer : packed(pointer, value.length);
    });
    return bindFunction(declared, memory, () => host)(...raw);
  };
  return Object.assign(call, {
    memory,
    bytes(...parts: Parameters<typeof call>) {
      const { pointer, length } = unpacked(BigInt.asUintN(64, call(...parts) as bigint));
      return memory.read(pointer, length);
    },
    fixed: (length: number, ...parts: Parameters<typeof call>) => memory.read(call(...parts) as number, length),
  });
}
