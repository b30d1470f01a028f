/** The linear memory of a program that runs, as host functions use it. Pointers and lengths are u32. */
export interface ProgramMemory {
  /** A copy of bytes. @throws Trap outside the memory */
  read(pointer: number, length: number): Uint8Array;
  /** The bytes themselves, good until the next allocation. @throws Trap outside the memory */
  view(pointer: number, length: number): Uint8Array;
  /** @throws Trap outside the memory */
  write(pointer: number, bytes: Uint8Array): void;
  /** A pointer to new bytes of the program's heap. @throws Trap when the heap is exhausted or broken */
  allocate(length: number): number;
  /** @throws Trap when nothing was allocated there */
  free(pointer: number): void;
}

/** Why a call of a program ended without an answer. Nothing that it wrote stays. */
export class Trap extends Error {
  override name = "Trap";
  /** What the program logged as an error before it ended itself: the words of its panic, which no trap carries. */
  words: string | undefined;
}

/** A trap by the program's own will: the message is its own. Rust: `sc_executor_common: error.rs Error::AbortedDueToPanic` */
export class ProgramPanic extends Trap {
  override name = "ProgramPanic";
}

/** The program needs what nodes have and this one has not: that says nothing of a block. */
export class NotBuiltTrap extends Trap {
  override name = "NotBuiltTrap";
}
