import { JsonReader } from "./json-reader.ts";

/** A number that JavaScript would change: a large integer, a fraction, one with an exponent. It is written as it was read. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toJSON(): object {
    return JSON.rawJSON(this.text);
  }
}

/** A JSON value, read exactly: a `number` is an integer that was written as JavaScript writes it, any other a JsonNumber. Objects have no prototype. */
export type Json = null | boolean | string | number | JsonNumber | readonly Json[] | { readonly [key: string]: Json };

/** How deep the original reads into lists and objects. Rust: serde_json `de.rs Deserializer::remaining_depth`. */
const deepest = 127;

/**
 * Reads a whole JSON text. No digit of a number is lost, and a member that is given twice is an error: which of the
 * two was meant?
 * @throws JsonError
 */
export function readJson(bytes: Uint8Array): Json {
  const reader = new JsonReader(bytes);
  const value = readValue(reader, 0);
  if (reader.skipBlanks() !== undefined) throw reader.errorAhead("trailing characters");
  return value;
}

function readValue(reader: JsonReader, depth: number): Json {
  const byte = reader.skipBlanks();
  if (byte === undefined) throw reader.errorAhead("EOF while parsing a value");
  switch (String.fromCharCode(byte)) {
    case '"':
      reader.at++;
      return reader.string();
    case "[":
      return readList(reader, depth + 1);
    case "{":
      return readObject(reader, depth + 1);
    case "n":
      reader.at++;
      reader.word("ull");
      return null;
    case "t":
      reader.at++;
      reader.word("rue");
      return true;
    case "f":
      reader.at++;
      reader.word("alse");
      return false;
    default:
      if (byte !== 0x2d && (byte < 0x30 || byte > 0x39)) throw reader.errorAhead("expected value");
      return exactNumber(reader.number());
  }
}

function exactNumber(text: string): number | JsonNumber {
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : new JsonNumber(text);
}

/** Takes the bracket that opens a list or an object, unless that lies too deep. */
function enter(reader: JsonReader, depth: number): void {
  if (depth > deepest) throw reader.errorAhead("recursion limit exceeded");
  reader.at++;
}

/** Whether another element follows in a list or object; takes the comma before it, or the bracket that closes. */
function hasNext(reader: JsonReader, first: boolean, close: string, kind: string): boolean {
  const byte = reader.skipBlanks();
  if (byte === undefined) throw reader.errorAhead(`EOF while parsing ${kind}`);
  if (byte === close.charCodeAt(0)) {
    reader.at++;
    return false;
  }
  if (first) return true;
  if (byte !== 0x2c) throw reader.errorAhead(`expected \`,\` or \`${close}\``);
  reader.at++;
  const next = reader.skipBlanks();
  if (next === undefined) throw reader.errorAhead("EOF while parsing a value");
  if (next === close.charCodeAt(0)) throw reader.errorAhead("trailing comma");
  return true;
}

function readList(reader: JsonReader, depth: number): Json[] {
  enter(reader, depth);
  const list: Json[] = [];
  while (hasNext(reader, list.length === 0, "]", "a list")) list.push(readValue(reader, depth));
  return list;
}

function readObject(reader: JsonReader, depth: number): { [key: string]: Json } {
  enter(reader, depth);
  const object: { [key: string]: Json } = Object.create(null);
  for (let first = true; hasNext(reader, first, "}", "an object"); first = false) {
    if (reader.peek() !== 0x22) throw reader.errorAhead("key must be a string");
    reader.at++;
    const key = reader.string();
    if (key in object) throw reader.error(`${JSON.stringify(key)} is given twice in one object,`);
    if (reader.skipBlanks() !== 0x3a)
      throw reader.errorAhead(reader.peek() === undefined ? "EOF while parsing an object" : "expected `:`");
    reader.at++;
    object[key] = readValue(reader, depth);
  }
  return object;
}
