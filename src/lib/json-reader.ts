import { fromUtf8 } from "./bytes.ts";

/**
 * A text that is not the JSON it should be: `problem` in the words of the original's reader (serde_json), with line and
 * column as it counts them once they are known. Rust: serde_json `error.rs`.
 */
export class JsonError extends Error {
  override name = "JsonError";
  readonly problem: string;
  /** Line and column; undefined while the reader that knows them has not seen the error. */
  readonly place: { readonly line: number; readonly column: number } | undefined;

  constructor(problem: string, place?: { readonly line: number; readonly column: number }) {
    super(place === undefined ? problem : `${problem} at line ${place.line} column ${place.column}`);
    this.problem = problem;
    this.place = place;
  }
}

const [quote, backslash, minus, point] = [0x22, 0x5c, 0x2d, 0x2e];
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isExponent = (byte: number | undefined): boolean => byte === 0x65 || byte === 0x45;

const controlCharacter = "control character (\\u0000-\\u001F) found while parsing a string";

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * Reads the parts of a JSON text, forward only, with the errors of serde_json at the places that it names: whoever
 * answers for the original must say the same. Rust: serde_json `de.rs Deserializer`, `read.rs SliceRead`.
 */
export class JsonReader {
  readonly bytes: Uint8Array;
  /** Offset of the next byte. */
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** An error where the last byte was taken. */
  error(problem: string): JsonError {
    return new JsonError(problem, this.placeOf(this.at));
  }

  /** An error at the next byte, which was only looked at. */
  errorAhead(problem: string): JsonError {
    return new JsonError(problem, this.placeOf(Math.min(this.bytes.length, this.at + 1)));
  }

  /** Any error with a place: its own, or the one that reading has come to. */
  placed(error: unknown): unknown {
    return error instanceof JsonError && error.place === undefined ? this.error(error.problem) : error;
  }

  private placeOf(offset: number): { line: number; column: number } {
    let line = 1;
    let start = 0;
    for (let end = this.bytes.indexOf(10); end >= 0 && end < offset; end = this.bytes.indexOf(10, start)) {
      line++;
      start = end + 1;
    }
    return { line, column: offset - start };
  }

  /** The next byte, not taken; undefined at the end. */
  peek(): number | undefined {
    return this.bytes[this.at];
  }

  /** Passes over blanks. @returns the byte after them, not taken */
  skipBlanks(): number | undefined {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte !== 32 && byte !== 10 && byte !== 9 && byte !== 13) return byte;
      this.at++;
    }
  }

  /** Takes the rest of `null`, `true` or `false`, its first letter being taken. */
  word(rest: string): void {
    for (const letter of rest) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw this.error("EOF while parsing a value");
      this.at++;
      if (byte !== letter.charCodeAt(0)) throw this.error("expected ident");
    }
  }

  /** Takes a string, its first quote being taken. */
  string(): string {
    const { bytes } = this;
    const parts: Uint8Array[] = [];
    let start = this.at;
    for (;;) {
      let at = this.at;
      let byte = bytes[at];
      while (byte !== undefined && byte !== quote && byte !== backslash && byte >= 0x20) byte = bytes[++at];
      this.at = at;
      if (byte === undefined) throw this.error("EOF while parsing a string");
      parts.push(bytes.subarray(start, this.at++));
      if (byte === quote) return this.decoded(parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts));
      if (byte < 0x20) throw this.error(controlCharacter);
      parts.push(Buffer.from(this.escape()));
      start = this.at;
    }
  }

  private decoded(raw: Uint8Array): string {
    const text = fromUtf8(raw);
    // What is no UTF-8 became a replacement character; one that was written out is three bytes of its own.
    if (text.includes("\ufffd") && !Buffer.from(text).equals(raw)) throw this.error("invalid unicode code point");
    return text;
  }

  /** What stands for the escape after a backslash. */
  private escape(): string {
    const letter = this.letterOfEscape();
    if (letter === "u") return this.unicodeEscape();
    const meant = escapes[letter];
    if (meant === undefined) throw this.error("invalid escape");
    return meant;
  }

  private letterOfEscape(): string {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw this.error("EOF while parsing a string");
    this.at++;
    return String.fromCharCode(byte);
  }

  private unicodeEscape(): string {
    const first = this.hexDigits();
    if (first >= 0xdc00 && first <= 0xdfff) throw this.error("lone leading surrogate in hex escape");
    if (first < 0xd800 || first > 0xdbff) return String.fromCharCode(first);
    for (const expected of [backslash, 0x75]) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw this.error("EOF while parsing a string");
      this.at++;
      if (byte !== expected) throw this.error("unexpected end of hex escape");
    }
    const second = this.hexDigits();
    if (second < 0xdc00 || second > 0xdfff) throw this.error("lone leading surrogate in hex escape");
    return String.fromCharCode(first, second);
  }

  private hexDigits(): number {
    if (this.bytes.length - this.at < 4) {
      this.at = this.bytes.length;
      throw this.error("EOF while parsing a string");
    }
    const digits = fromUtf8(this.bytes.subarray(this.at, this.at + 4));
    this.at += 4;
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.error("invalid escape");
    return Number.parseInt(digits, 16);
  }

  /** Takes a string that nobody wants, its first quote being taken: neither UTF-8 nor halves of characters are looked at. */
  skipString(): void {
    for (let byte = this.peek(); byte !== quote; byte = this.peek()) {
      if (byte === undefined) throw this.error("EOF while parsing a string");
      if (byte < 0x20) throw this.error(controlCharacter);
      this.at++;
      if (byte !== backslash) continue;
      const letter = this.letterOfEscape();
      if (letter === "u") this.hexDigits();
      else if (escapes[letter] === undefined) throw this.error("invalid escape");
    }
    this.at++;
  }

  /**
   * Takes a number that begins at the next byte.
   * @param atEnd what is wrong when the text ends within it
   * @returns its text as written
   */
  number(atEnd = "EOF while parsing a value"): string {
    const start = this.at;
    if (this.bytes[this.at] === minus) this.at++;
    const first = this.bytes[this.at];
    if (first === undefined) throw this.error(atEnd);
    this.at++;
    if (!isDigit(first)) throw this.error("invalid number");
    if (first === 0x30 && isDigit(this.peek())) throw this.errorAhead("invalid number");
    if (first !== 0x30) this.digits();
    if (this.peek() === point) {
      this.at++;
      if (this.digits() === 0) throw this.errorAhead(this.peek() === undefined ? atEnd : "invalid number");
    }
    if (isExponent(this.peek())) {
      this.at++;
      if (this.peek() === 0x2b || this.peek() === minus) this.at++;
      const byte = this.bytes[this.at];
      if (byte === undefined) throw this.error(atEnd);
      this.at++;
      if (!isDigit(byte)) throw this.error("invalid number");
      this.digits();
    }
    return fromUtf8(this.bytes.subarray(start, this.at));
  }

  private digits(): number {
    const start = this.at;
    while (isDigit(this.peek())) this.at++;
    return this.at - start;
  }
}
