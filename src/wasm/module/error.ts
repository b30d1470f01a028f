/** At which step a program is refused, in the order of the steps. */
export type ProgramFault =
  /** The code does not unpack. */
  | "packing"
  /** The bytes are no WebAssembly, or use features that nodes do not take. */
  | "format"
  /** The version that it carries does not decode, or names tries that are not built. */
  | "version"
  /** The module is not valid. */
  | "module"
  /** It asks for functions, or for other things, that the host does not have. */
  | "imports"
  /** It lacks its memory or its heap base. */
  | "exports";

/** A program that cannot be executed. The message is one line. Rust: `sc_executor_common: error.rs WasmError` */
export class ProgramError extends Error {
  override name = "ProgramError";
  readonly fault: ProgramFault;

  constructor(fault: ProgramFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
