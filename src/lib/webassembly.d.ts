/** The part of the WebAssembly API that this project uses: TypeScript has its types only among the browser's. */
declare namespace WebAssembly {
  type ImportValue = ((...args: number[]) => unknown) | ((...args: (number | bigint)[]) => unknown) | Memory;
  type ModuleImports = Record<string, ImportValue>;
  class Module {
    constructor(bytes: Uint8Array);
  }
  /** `Exports` is what the program is known to export. */
  class Instance<Exports> {
    constructor(module: Module, imports?: Record<string, ModuleImports>);
    readonly exports: Exports;
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number });
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB; the former `buffer` is detached. */
    grow(pages: number): number;
  }
  /** Of a program: what it exports of its globals. */
  interface Global {
    value: number | bigint;
  }
  class RuntimeError extends Error {}
  class CompileError extends Error {}
}
