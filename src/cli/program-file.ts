import { readFileSync } from "node:fs";
import { messageOf, UserError } from "../lib/user-error.ts";
import { ProgramError } from "../wasm/module/error.ts";
import { loadProgram, type Program } from "../wasm/module/program.ts";

/** Reads a runtime's program from a file, compressed or not. @throws UserError when it is none that nodes execute */
export function readProgramFile(path: string): Program {
  let code: Uint8Array;
  try {
    code = readFileSync(path);
  } catch (error) {
    throw new UserError(`the runtime ${path} cannot be read: ${messageOf(error)}`);
  }
  try {
    return loadProgram(code);
  } catch (error) {
    if (error instanceof ProgramError) throw new UserError(`the runtime ${path} cannot be executed: ${error.message}`);
    throw error;
  }
}
