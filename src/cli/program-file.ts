import { usualHeapPages } from "../engine/chain-engines.ts";
import { UserError } from "../lib/user-error.ts";
import { readCode } from "../node/runtime-files/runtime-bytes.ts";
import { createExecutor, type Executor } from "../wasm/executor.ts";
import { ProgramError } from "../wasm/module/error.ts";
import { loadProgram } from "../wasm/module/program.ts";

/** What executes the runtime's program in a file, compressed or not. @throws UserError when it is none that nodes execute */
export function executorOfFile(path: string): Executor {
  const code = readCode(path);
  try {
    const program = loadProgram(code);
    // Its functions are looked at as it is compiled, which happens when it is first asked for.
    void program.module;
    return createExecutor(program, { heapPages: usualHeapPages });
  } catch (error) {
    if (error instanceof ProgramError) throw new UserError(`the runtime ${path} cannot be executed: ${error.message}`);
    throw error;
  }
}
