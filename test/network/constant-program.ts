import { concatBytes, fromHex, utf8 } from "../../src/lib/bytes.ts";

/** An unsigned LEB128 integer. */
function unsigned(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

/** A signed LEB128 integer. */
function signed(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = (rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0);
    bytes.push(done ? byte : byte | 0x80);
    if (done) return Uint8Array.from(bytes);
  }
}

const sized = (bytes: Uint8Array): Uint8Array => concatBytes(unsigned(bytes.length), bytes);
const list = (items: readonly Uint8Array[]): Uint8Array => concatBytes(unsigned(items.length), ...items);
const section = (id: number, body: Uint8Array): Uint8Array => concatBytes(Uint8Array.of(id), sized(body));
const i32 = 0x7f;
const i64 = 0x7e;
const constant = (type: "i32" | "i64", value: bigint): Uint8Array =>
  concatBytes(Uint8Array.of(type === "i32" ? 0x41 : 0x42), signed(value), Uint8Array.of(0x0b));

/** A WebAssembly program in the form of a runtime, each of whose functions answers with the same bytes always. */
export function constantProgram(answers: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const functions = Object.entries(answers);
  let at = 1024;
  const placed = functions.map(([name, answer]) => {
    const place = at;
    at += answer.length;
    return { name, answer, place };
  });
  const exports = placed.map(({ name }, index) => concatBytes(sized(utf8(name)), Uint8Array.of(0), unsigned(index)));
  const code = placed.map(({ answer, place }) =>
    sized(concatBytes(unsigned(0), constant("i64", (BigInt(answer.length) << 32n) | BigInt(place)))),
  );
  const data = placed.map(({ answer, place }) =>
    concatBytes(unsigned(0), constant("i32", BigInt(place)), sized(answer)),
  );
  return concatBytes(
    fromHex("0061736d01000000"),
    section(1, list([Uint8Array.of(0x60, 2, i32, i32, 1, i64)])),
    section(2, list([concatBytes(sized(utf8("env")), sized(utf8("memory")), Uint8Array.of(2, 0), unsigned(20))])),
    section(3, list(functions.map(() => unsigned(0)))),
    section(6, list([concatBytes(Uint8Array.of(i32, 0), constant("i32", BigInt(at)))])),
    section(7, list([...exports, concatBytes(sized(utf8("__heap_base")), Uint8Array.of(3, 0))])),
    section(10, list(code)),
    section(11, list(data)),
  );
}
