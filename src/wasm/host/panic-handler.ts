import { ProgramPanic } from "../memory.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { nothing, text } from "./marshal.ts";

/** How programs end themselves. Rust: `sp_io: lib.rs PanicHandler` */
export const panicHandlerFunctions: readonly HostFunction[] = [
  /** Ends the call with the program's own words. Rust: `sp_io: lib.rs panic_handler::abort_on_panic` */
  hostFunction("panic_handler_abort_on_panic", 1, [text], nothing, (_host, message) => {
    throw new ProgramPanic(message);
  }),
];
