import { ss58Decode } from "../crypto/ss58.ts";
import { type Hex, isHex } from "../lib/bytes.ts";
import { cutText } from "../lib/excerpt.ts";
import { messageOf } from "../lib/user-error.ts";
import { invalidParams } from "./errors.ts";
import { exactly } from "./exact-params.ts";
import { plain } from "./long-text.ts";
import type { Args, Param, Params } from "./schema.ts";

/** Characters of a value in an error. */
const mostShown = 200;

/** A value of a request, for an error about it. */
export const shownJson = (value: unknown): string => cutText(JSON.stringify(value) ?? String(value), mostShown);

/** @throws RpcError -32602: a parameter has not the form that it should, whatever the chain's state */
export function wrongForm(why: string): never {
  throw invalidParams(why);
}

/** An account by its address or its 32 bytes in hex; undefined for anything else. */
export function accountIn(value: unknown): Hex | undefined {
  if (typeof value !== "string") return undefined;
  return isHex(value) && value.length === 66 ? (value.toLowerCase() as Hex) : ss58Decode(value);
}

function devParam<T>(expects: string, read: (value: unknown) => T | undefined): Param<T> {
  return {
    ...{ expects, optional: false },
    read(value) {
      const found = read(plain(value));
      if (found === undefined) throw new Error(`expected ${expects}, found ${shownJson(value)}`);
      return found;
    },
  };
}

/** An account, by its SS58 address or its 32 bytes in hex. */
export const anyAccount: Param<Hex> = devParam("an SS58 address, or 32 bytes of hex", accountIn);

/** True, where nothing else makes sense. */
export const onlyTrue: Param<true> = devParam("true", (value) => (value === true ? true : undefined));

/** An amount that is not nothing, in rao. */
export const rao: Param<bigint> = devParam(
  "an amount in rao from 1 to 2^64 - 1: a whole number, or its digits as text (a number above 2^53 loses some)",
  (value) => {
    const digits = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof digits !== "string" || !/^[1-9][0-9]{0,19}$/.test(digits)) return undefined;
    const amount = BigInt(digits);
    return amount < 2n ** 64n ? amount : undefined;
  },
);

/** Reads an object with some of these fields and no others. @throws RpcError */
export function readFields<P extends Params>(params: P, value: unknown): Args<P> {
  try {
    return exactly(params).read(value);
  } catch (error) {
    return wrongForm(messageOf(error));
  }
}
