import type { JsonReader } from "./json-reader.ts";

const [comma, colon, quote, list, listEnd, object, objectEnd] = [0x2c, 0x3a, 0x22, 0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Takes a value that nobody wants, however deep it is: its form is checked, what it says is not.
 * Rust: serde_json `Deserializer::ignore_value`.
 * @throws JsonError
 */
export function skipValue(reader: JsonReader): void {
  /** What is open, the innermost last. */
  const open: number[] = [];
  do {
    const opened = skipStart(reader);
    if (opened !== undefined) open.push(opened);
    if (!skipEnds(reader, open, opened === undefined)) return;
    if (open.at(-1) === object) skipMember(reader);
  } while (open.length > 0);
}

/** Takes a value, of a list or an object only its bracket, which is the result. */
function skipStart(reader: JsonReader): number | undefined {
  const byte = reader.skipBlanks();
  if (byte === undefined) throw reader.errorAhead("EOF while parsing a value");
  if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
    reader.number("invalid number");
    return undefined;
  }
  const words: Readonly<Record<string, string>> = { n: "ull", t: "rue", f: "alse" };
  const word = words[String.fromCharCode(byte)];
  if (word === undefined && byte !== quote && byte !== list && byte !== object)
    throw reader.errorAhead("expected value");
  reader.at++;
  if (word !== undefined) reader.word(word);
  else if (byte === quote) reader.skipString();
  else return byte;
  return undefined;
}

/**
 * Takes the brackets that close after a value, and the comma before the next.
 * @param afterValue not right behind an opening bracket
 * @returns whether another value follows
 */
function skipEnds(reader: JsonReader, open: number[], afterValue: boolean): boolean {
  for (let after = afterValue; open.length > 0; after = true) {
    const inList = open.at(-1) === list;
    const byte = reader.skipBlanks();
    if (byte === undefined) throw reader.errorAhead(`EOF while parsing ${inList ? "a list" : "an object"}`);
    if (byte !== (inList ? listEnd : objectEnd)) {
      if (!after) return true;
      if (byte !== comma) throw reader.errorAhead(inList ? "expected `,` or `]`" : "expected `,` or `}`");
      reader.at++;
      return true;
    }
    reader.at++;
    open.pop();
  }
  return false;
}

/** Takes the name of a member and the colon. */
function skipMember(reader: JsonReader): void {
  const atEnd = "EOF while parsing an object";
  const byte = reader.skipBlanks();
  if (byte !== quote) throw reader.errorAhead(byte === undefined ? atEnd : "key must be a string");
  reader.at++;
  reader.skipString();
  const next = reader.skipBlanks();
  if (next !== colon) throw reader.errorAhead(next === undefined ? atEnd : "expected `:`");
  reader.at++;
}
