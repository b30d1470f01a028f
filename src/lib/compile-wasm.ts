import { setFlagsFromString } from "node:v8";

let kept = false;

/**
 * Compiles a module of WebAssembly. V8 throws no compiled code of a living module away from the first one on: as it does so, two threads
 * at once can free the code between a module and its imports twice, which ends the process (docs/decisions/programs.md).
 * @throws WebAssembly.CompileError when the bytes are no valid module
 */
export function compileWasm(bytes: Uint8Array): WebAssembly.Module {
  if (!kept) setFlagsFromString("--no-wasm-code-gc");
  kept = true;
  return new WebAssembly.Module(bytes);
}
