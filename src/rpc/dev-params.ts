import { ss58Decode } from "../crypto/ss58.ts";
import type { BuildMode, Deal, DevApi, EncodedCall, Moment, Tried } from "../dev/api.ts";
import { type Hex, isHex } from "../lib/bytes.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import { type Args, fields, type Params } from "./schema.ts";

type ChainTypes = Awaited<ReturnType<DevApi["types"]>>;

/**
 * A moment in ms since 1970: a number, digits, or a date as JavaScript reads it.
 * @throws UserError
 */
export function readTime(value: unknown): bigint {
  const digits = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof digits === "string") {
    if (/^[0-9]{1,20}$/.test(digits)) return BigInt(digits);
    // JavaScript reads "-1" as a month of 2001.
    const time = /^[-+.e0-9]*$/i.test(digits) ? Number.NaN : Date.parse(digits);
    if (time >= 0) return BigInt(time);
  }
  throw new UserError(
    `${JSON.stringify(value)} is no moment: give ms since 1970, or a date such as 2027-01-31T12:00:00Z`,
  );
}

const modes: Readonly<Record<string, BuildMode>> = {
  manual: "manual",
  instant: "instant",
  batch: "instant",
  aura: "aura",
};

const isInterval = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value < 2 ** 31;

/** How blocks are to be made. @throws UserError */
export function readBuildMode(value: unknown): BuildMode {
  const named = typeof value === "string" ? modes[value.toLowerCase()] : undefined;
  if (named !== undefined) return named;
  if (isInterval(value)) return value;
  const mixed = typeof value === "object" && value !== null && "mixed" in value ? value.mixed : undefined;
  if (isInterval(mixed)) return { mixed };
  throw new UserError(
    `${JSON.stringify(value)} is no way to make blocks: give Manual, Instant, Batch, Aura, an interval in ms or { "mixed": ms }`,
  );
}

/** The same as `readBuildMode` takes it. */
export function showBuildMode(mode: BuildMode): unknown {
  return typeof mode === "string" ? mode.charAt(0).toUpperCase() + mode.slice(1) : mode;
}

/** An extrinsic in hex, or a call with the account that makes it. @throws UserError */
export function readTried(types: ChainTypes, value: unknown): Tried {
  const given = typeof value === "object" && value !== null && "extrinsic" in value ? value.extrinsic : value;
  if (isHex(given)) return { extrinsic: Uint8Array.from(Buffer.from(given.slice(2), "hex")) };
  if (typeof given === "object" && given !== null && "call" in given && "address" in given) {
    const { call, origin } = encodedCall(types, given.call, given.address);
    if (origin === "root") throw new UserError("root signs no extrinsic: name an account, or use dev_dispatch");
    return { call, account: origin };
  }
  throw new UserError("expected an extrinsic in hex, or { call, address }");
}

/** A call with its origin. @throws UserError */
export function encodedCall(types: ChainTypes, call: unknown, origin: unknown): EncodedCall {
  const given = call as { pallet: string; call: string; args?: unknown };
  const bytes = isHex(call) ? Uint8Array.from(Buffer.from(call.slice(2), "hex")) : types.encodeCall(given);
  const name = isHex(call) ? "the call" : `${given.pallet}.${given.call}`;
  return { origin: readOrigin(origin), call: bytes, name };
}

/** Root, or an account by its address or its public key. @throws UserError */
function readOrigin(value: unknown): "root" | Hex {
  if (typeof value === "string") {
    if (value.toLowerCase() === "root") return "root";
    const account = isHex(value) && value.length === 66 ? value : ss58Decode(value);
    if (account !== undefined) return account;
  }
  throw new UserError(`${JSON.stringify(value)} is no origin: give "root" or an account's address`);
}

/** Reads a moment of Bittensor's time: an object with one of a few names. @throws UserError */
export function readMoment(types: ChainTypes, value: unknown): Moment {
  const given = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const of = (name: string) => (given[name] ?? {}) as Readonly<Record<string, unknown>>;
  const number = (name: string, of = given): number => {
    const found = of[name];
    if (typeof found === "number" && Number.isInteger(found) && found >= 0 && found < 2 ** 32) return found;
    throw new UserError(`${name}: expected a number, found ${JSON.stringify(found)}`);
  };
  const hotkey = (of: Readonly<Record<string, unknown>>): Hex => {
    const account = readOrigin(of.hotkey);
    if (account === "root") throw new UserError("hotkey: expected an address");
    return account;
  };
  switch (Object.keys(given).find((name) => name !== "count")) {
    case "block":
      return { until: "block", number: number("block") };
    case "epoch":
      return {
        ...{ until: "epoch", netuid: number("epoch") },
        count: given.count === undefined ? undefined : number("count"),
      };
    case "immunityEnd": {
      const inner = of("immunityEnd");
      return { until: "immunityEnd", netuid: number("netuid", inner), uid: number("uid", inner) };
    }
    case "children":
      return { until: "children", netuid: number("netuid", of("children")), hotkey: hotkey(of("children")) };
    case "reveal":
      return { until: "reveal", netuid: number("netuid", of("reveal")), hotkey: hotkey(of("reveal")) };
    case "leaseEnd":
      return { until: "leaseEnd", lease: number("leaseEnd") };
    case "halving":
      return { until: "halving" };
    case "allowed":
      return { until: "allowed", tried: readTried(types, given.allowed) };
    default:
      throw new UserError(
        `${JSON.stringify(value)} is no moment: give an object with block, epoch, immunityEnd, children, reveal, leaseEnd, halving or allowed`,
      );
  }
}

/** Reads what somebody is given. @throws UserError */
export function readDeal(value: unknown): Deal {
  const given = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const account = (name: string): Hex => {
    const found = readOrigin(given[name]);
    if (found === "root") throw new UserError(`${name}: expected an address`);
    return found;
  };
  const rao = (name: string): bigint => {
    const found = given[name];
    const digits = typeof found === "number" && Number.isSafeInteger(found) ? String(found) : found;
    if (typeof digits === "string" && /^[1-9][0-9]{0,18}$/.test(digits)) return BigInt(digits);
    throw new UserError(
      `${name}: expected an amount in rao, as a number or its digits, found ${JSON.stringify(found)}`,
    );
  };
  if ("tao" in given) return { account: account("account"), tao: rao("tao") };
  if (!("alpha" in given)) throw new UserError("expected { account, tao } or { coldkey, hotkey, netuid, alpha }");
  const { netuid } = given;
  if (typeof netuid !== "number" || !Number.isInteger(netuid) || netuid < 0 || netuid > 65_535)
    throw new UserError(`netuid: expected a subnet's number, found ${JSON.stringify(netuid)}`);
  return { coldkey: account("coldkey"), hotkey: account("hotkey"), netuid, alpha: rao("alpha") };
}

/** Reads an object with some of these fields and no others. @throws UserError */
export function readFields<P extends Params>(params: P, value: unknown): Args<P> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UserError(`expected an object with ${Object.keys(params).join(", ")}`);
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(params, name));
  if (unknown !== undefined) throw new UserError(`there is no ${unknown}: there are ${Object.keys(params).join(", ")}`);
  try {
    return fields(params).read(value);
  } catch (error) {
    throw new UserError(messageOf(error));
  }
}
