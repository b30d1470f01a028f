import { DecodeError } from "../codec/io.ts";
import { leaf, refuse, shown, type ValueCodec, type Writing } from "./value-codec.ts";

/** An integer type: its width, and whether it has a sign. */
interface Kind {
  readonly name: string;
  readonly bits: number;
  readonly signed: boolean;
}

/** What an integer type of that name is; undefined for other names. */
function kindOf(name: string): Kind | undefined {
  const found = /^([ui])(8|16|32|64|128|256)$/.exec(name);
  return found === null ? undefined : { name, bits: Number(found[2]), signed: found[1] === "i" };
}

/** Digits of the longest integer, with separators, and then some: reading takes time that grows with the square of them. */
const longest = 200;

/**
 * The integer that a JSON value stands for: a whole number, decimal text with `_` or `,` between digits, or hex. Hex with all
 * digits of a type that has a sign is its two's complement: so @polkadot/api writes what is less than nothing.
 */
function integerOf(value: unknown, { bits, signed }: Kind): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== "string" || value.length > longest) return undefined;
  if (/^0x[0-9a-fA-F]+$/.test(value)) {
    const isWhole = signed && value.length === 2 + bits / 4;
    return isWhole ? BigInt.asIntN(bits, BigInt(value)) : BigInt(value);
  }
  const digits = value.replaceAll(/(?<=\d)[_,](?=\d)/g, "");
  return /^-?\d+$/.test(digits) ? BigInt(digits) : undefined;
}

/** A whole number of JSON that may have lost digits before it came here. */
const isInexact = (value: unknown): boolean => typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER;

function checked(value: unknown, kind: Kind, to: Writing): bigint {
  const { name, bits, signed } = kind;
  if (isInexact(value)) refuse(to, `${value} is not exact as a number of JSON: it is given as text`);
  const integer = integerOf(value, kind);
  if (integer === undefined) refuse(to, `${shown(value)} is no whole number (${name})`);
  const fits = signed ? BigInt.asIntN(bits, integer) === integer : BigInt.asUintN(bits, integer) === integer;
  return fits ? integer : refuse(to, `${integer} does not fit ${name}`);
}

/** A number where JSON keeps it exact, else decimal text. */
function shownInteger(value: bigint): number | string {
  const exact = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
  return exact ? Number(value) : value.toString();
}

/** Integers of a fixed width, the least byte first; undefined for the name of another type. */
export function integerCodec(name: string): ValueCodec | undefined {
  const kind = kindOf(name);
  if (kind === undefined) return undefined;
  const { bits, signed } = kind;
  return leaf(
    {
      write(value, to) {
        let rest = BigInt.asUintN(bits, checked(value, kind, to));
        for (let at = 0; at < bits; at += 8) {
          to.to.u8(Number(rest & 255n));
          rest >>= 8n;
        }
      },
      read({ from }) {
        let value = 0n;
        for (const byte of from.take(bits / 8).reverse()) value = (value << 8n) | BigInt(byte);
        return shownInteger(signed ? BigInt.asIntN(bits, value) : value);
      },
    },
    0,
  );
}

/** Compact integers. @param name of the unsigned integer type that they stand for */
export function compactCodec(name: string): ValueCodec | undefined {
  const kind = kindOf(name);
  if (kind === undefined) return undefined;
  return leaf(
    {
      write: (value, to) => to.to.compact(checked(value, kind, to)),
      read({ from }) {
        const at = from.offset;
        const value = from.compact();
        if (value >> BigInt(kind.bits) !== 0n) throw new DecodeError(`compact integer does not fit ${name}`, at);
        return shownInteger(value);
      },
    },
    0,
  );
}
