import { JsonError, JsonReader } from "../../lib/json-reader.ts";
import { skipValue } from "../../lib/json-skip.ts";
import type { Fields, FieldValues, GenesisSource, IntegerBits, RecordForm, Shape, TextForm } from "./genesis-shape.ts";
import { TextRefused } from "./genesis-shape.ts";
import { machineInteger, serdeNumber } from "./serde-number.ts";
import { debugText, expectedFields, floatText, recordOf } from "./serde-words.ts";

/**
 * Reads a value of that shape from a JSON text, in one pass and with the errors that the original has: its words, its
 * order, its lines and columns. Rust: serde_json `from_slice`, and what serde derives for the type.
 * @throws JsonError
 */
export function readGenesisText<T>(bytes: Uint8Array, shape: Shape<T>): T {
  const reader = new JsonReader(bytes);
  const value = shape.read(new TextSource(reader));
  if (reader.skipBlanks() !== undefined) throw reader.errorAhead("trailing characters");
  return value;
}

const code = (character: string): number => character.charCodeAt(0);
const [comma, colon, quote, list, listEnd, object, objectEnd] = [...("," + ':"[]{}')].map(code);

class TextSource implements GenesisSource {
  private readonly reader: JsonReader;
  constructor(reader: JsonReader) {
    this.reader = reader;
  }

  /** The first byte of the value that follows. */
  private start(): number {
    const byte = this.reader.skipBlanks();
    if (byte === undefined) throw this.reader.errorAhead("EOF while parsing a value");
    return byte;
  }

  /** What is wrong when another kind of value follows than the one that is wanted. */
  private wrongType(expected: string): unknown {
    const { reader } = this;
    const found = this.takeWrong();
    return found === undefined
      ? reader.errorAhead("expected value")
      : reader.error(`invalid type: ${found}, expected ${expected}`);
  }

  /** Takes a value that is not wanted, but for lists and objects; undefined when there is none. */
  private takeWrong(): string | undefined {
    const { reader } = this;
    const byte = reader.peek() ?? 0;
    switch (String.fromCharCode(byte)) {
      case "n":
        reader.at++;
        reader.word("ull");
        return "null";
      case "t":
        reader.at++;
        reader.word("rue");
        return "boolean `true`";
      case "f":
        reader.at++;
        reader.word("alse");
        return "boolean `false`";
      case '"':
        reader.at++;
        return `string ${debugText(reader.string())}`;
      case "[":
        return "sequence";
      case "{":
        return "map";
      default:
        return isNumberStart(byte) ? numberKind(reader.number()) : undefined;
    }
  }

  integer(bits: IntegerBits): bigint {
    const { reader } = this;
    if (!isNumberStart(this.start())) throw this.wrongType(`u${bits}`);
    const start = reader.at;
    const text = reader.number();
    const number = serdeNumber(text);
    if ("outOfRange" in number) {
      reader.at = start + number.outOfRange;
      throw reader.error("number out of range");
    }
    if ("float" in number)
      throw reader.error(`invalid type: floating point \`${floatText(number.float)}\`, expected u${bits}`);
    const { integer } = number;
    if (integer >= 0n && integer >> BigInt(bits) === 0n) return integer;
    throw reader.error(`invalid value: integer \`${integer}\`, expected u${bits}`);
  }

  text<T>({ expected, parse, refusedAtOnce }: TextForm<T>): T {
    const { reader } = this;
    if (this.start() !== quote) throw this.wrongType(expected);
    reader.at++;
    try {
      return readForm(parse, reader.string());
    } catch (error) {
      throw refusedAtOnce ? reader.placed(error) : error;
    }
  }

  maybe<T>(item: Shape<T>): T | undefined {
    const { reader } = this;
    if (reader.skipBlanks() !== code("n")) return item.read(this);
    reader.at++;
    reader.word("ull");
    return undefined;
  }

  list<T>(item: Shape<T>): T[] {
    if (this.start() !== list) throw this.wrongType("a sequence");
    return this.inList(() => {
      const items: T[] = [];
      while (this.hasItem(items.length === 0)) items.push(item.read(this));
      return items;
    });
  }

  tuple<T extends readonly unknown[]>(items: { readonly [K in keyof T]: Shape<T[K]> }): T {
    const expected = `a tuple of size ${items.length}`;
    if (this.start() !== list) throw this.wrongType(expected);
    return this.inList(() => this.inOrder(items, expected)) as unknown as T;
  }

  map<K, V>(key: TextForm<K>, value: Shape<V>): Map<K, V> {
    if (this.start() !== object) throw this.wrongType("a map");
    return this.inObject(() => {
      const map = new Map<K, V>();
      for (let first = true; this.hasMember(first); first = false) {
        const name = readForm(key.parse, this.memberName());
        this.takeColon();
        map.set(name, value.read(this));
      }
      return map;
    });
  }

  record<F extends Fields>(record: RecordForm<F>): FieldValues<F> {
    const { name, fields } = record;
    const byte = this.start();
    if (byte === object) return this.inObject(() => this.members(record));
    if (byte !== list) throw this.wrongType(`struct ${name}`);
    const names = Object.keys(fields);
    const values = this.inList(() => this.inOrder(Object.values(fields), recordOf(name, names.length)));
    return Object.fromEntries(names.map((field, at) => [field, values[at]])) as FieldValues<F>;
  }

  private members<F extends Fields>({ fields, strict }: RecordForm<F>): FieldValues<F> {
    const values: Record<string, unknown> = {};
    for (let first = true; this.hasMember(first); first = false) {
      const name = this.memberName();
      const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (shape === undefined && strict)
        throw new JsonError(`unknown field \`${name}\`, ${expectedFields(Object.keys(fields))}`);
      if (shape !== undefined && name in values) throw new JsonError(`duplicate field \`${name}\``);
      this.takeColon();
      if (shape === undefined) skipValue(this.reader);
      else values[name] = shape.read(this);
    }
    for (const [name, { optional }] of Object.entries(fields)) {
      if (name in values) continue;
      if (!optional) throw new JsonError(`missing field \`${name}\``);
      values[name] = undefined;
    }
    return values as FieldValues<F>;
  }

  private inOrder(items: readonly Shape<unknown>[], expected: string): unknown[] {
    return items.map((item, at) => {
      if (!this.hasItem(at === 0)) throw new JsonError(`invalid length ${at}, expected ${expected}`);
      return item.read(this);
    });
  }

  /** Whether another item of a list follows; takes the comma before it. */
  private hasItem(first: boolean): boolean {
    const { reader } = this;
    const byte = reader.skipBlanks();
    if (byte === undefined) throw reader.errorAhead("EOF while parsing a list");
    if (byte === listEnd) return false;
    if (first) return true;
    if (byte !== comma) throw reader.errorAhead("expected `,` or `]`");
    reader.at++;
    const next = reader.skipBlanks();
    if (next === listEnd) throw reader.errorAhead("trailing comma");
    if (next === undefined) throw reader.errorAhead("EOF while parsing a value");
    return true;
  }

  /** Whether another member of an object follows; takes the comma before it. */
  private hasMember(first: boolean): boolean {
    const { reader } = this;
    const byte = reader.skipBlanks();
    if (byte === undefined) throw reader.errorAhead("EOF while parsing an object");
    if (byte === objectEnd) return false;
    let next: number | undefined = byte;
    if (!first) {
      if (byte !== comma) throw reader.errorAhead("expected `,` or `}`");
      reader.at++;
      next = reader.skipBlanks();
      if (next === objectEnd) throw reader.errorAhead("trailing comma");
      if (next === undefined) throw reader.errorAhead("EOF while parsing a value");
    }
    if (next !== quote) throw reader.errorAhead("key must be a string");
    return true;
  }

  private memberName(): string {
    this.reader.at++;
    return this.reader.string();
  }

  private takeColon(): void {
    const { reader } = this;
    const byte = reader.skipBlanks();
    if (byte === undefined) throw reader.errorAhead("EOF while parsing an object");
    if (byte !== colon) throw reader.errorAhead("expected `:`");
    reader.at++;
  }

  /** What is between brackets, which are taken. The end is looked for even after an error: its place may hang on it. */
  private inList<T>(read: () => T): T {
    return this.inside(read, () => {
      const { reader } = this;
      const byte = reader.skipBlanks();
      if (byte === undefined) throw reader.errorAhead("EOF while parsing a list");
      if (byte === listEnd) {
        reader.at++;
        return;
      }
      if (byte !== comma) throw reader.errorAhead("trailing characters");
      reader.at++;
      throw reader.errorAhead(reader.skipBlanks() === listEnd ? "trailing comma" : "trailing characters");
    });
  }

  private inObject<T>(read: () => T): T {
    return this.inside(read, () => {
      const { reader } = this;
      const byte = reader.skipBlanks();
      if (byte === undefined) throw reader.errorAhead("EOF while parsing an object");
      if (byte !== objectEnd) throw reader.errorAhead(byte === comma ? "trailing comma" : "trailing characters");
      reader.at++;
    });
  }

  private inside<T>(read: () => T, end: () => void): T {
    const { reader } = this;
    reader.at++;
    let value: T;
    try {
      value = read();
    } catch (error) {
      try {
        end();
      } catch {
        // The first error counts.
      }
      throw reader.placed(error);
    }
    end();
    return value;
  }
}

const isNumberStart = (byte: number): boolean => byte === code("-") || (byte >= code("0") && byte <= code("9"));

/** How the original names a number where it wants something else. Rust: serde_json `ParserNumber::invalid_type`. */
function numberKind(text: string): string {
  const integer = machineInteger(text);
  return integer === undefined ? "number" : `integer \`${integer}\``;
}

function readForm<T>(parse: (text: string) => T, text: string): T {
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof TextRefused ? new JsonError(error.original) : error;
  }
}
