import { fromUtf8Strictly } from "../../lib/bytes.ts";
import { ProgramError } from "./error.ts";

/** Functions, types and the like that a module may have. Rust: `wasmparser: limits.rs` */
const mostItems = 1_000_000;

/** Reads the binary format of WebAssembly. It never reads past its end. */
export class BinaryReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** @throws ProgramError, as all that is read here. */
  fail(message: string): never {
    throw new ProgramError("format", `the code is no WebAssembly that nodes take: ${message} at byte ${this.at}`);
  }

  byte(): number {
    if (this.at >= this.end) this.fail("it ends too early");
    return this.bytes[this.at++] as number;
  }

  /** LEB128 of at most 32 bits. */
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffffffff) this.fail("an integer is too large");
        return value;
      }
    }
    return this.fail("an integer is too long");
  }

  /** Signed LEB128 of 32 bits. */
  i32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return shift < 28 && (byte & 0x40) !== 0 ? value | (-1 << (shift + 7)) : value;
    }
    return this.fail("an integer is too long");
  }

  /** Skips an integer of at most so many bytes. */
  skipInteger(most: number): void {
    for (let count = 0; count < most; count++) if (this.byte() < 0x80) return;
    this.fail("an integer is too long");
  }

  /** The next bytes themselves. */
  take(length: number): Uint8Array {
    const from = this.at;
    if (length > this.end - from) this.fail("it ends too early");
    this.at = from + length;
    return this.bytes.subarray(from, this.at);
  }

  name(): string {
    const text = fromUtf8Strictly(this.take(this.u32()));
    return text ?? this.fail("a name is not valid UTF-8");
  }

  /** So many items as the number before them says. */
  list<T>(item: () => T): T[] {
    const count = this.u32();
    if (count > mostItems) this.fail(`a list of ${count} items`);
    const items: T[] = [];
    while (items.length < count) items.push(item());
    return items;
  }
}
