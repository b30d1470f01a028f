import { ss58Decode } from "../../crypto/ss58.ts";
import { type Hex, isHex } from "../../lib/bytes.ts";
import { RuntimePanic } from "./panic.ts";

/** A genesis config as JSON gives it: pallet (in camelCase) to its section. */
export type GenesisConfig = Readonly<Record<string, unknown>>;

/** One pallet's section; an empty one when it is not given. @throws RuntimePanic */
export function sectionOf(config: GenesisConfig, pallet: string): Readonly<Record<string, unknown>> {
  const section = config[pallet];
  if (section === undefined || section === null) return {};
  if (typeof section !== "object" || Array.isArray(section))
    throw new RuntimePanic(`genesis: the section ${pallet} must be an object`);
  return section as Readonly<Record<string, unknown>>;
}

/** An account or public key: SS58 text or 32 bytes of hex. @throws RuntimePanic */
export function accountFrom(value: unknown): Hex {
  const account =
    typeof value !== "string" ? undefined : isHex(value) ? (value.toLowerCase() as Hex) : ss58Decode(value);
  if (account === undefined || account.length !== 66)
    throw new RuntimePanic(`genesis: an address of 32 bytes is wanted, not ${JSON.stringify(value)}`);
  return account;
}

/** An integer: a JSON number, or decimal or hexadecimal text. @throws RuntimePanic */
export function integerFrom(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  if (typeof value === "string" && /^(0x[0-9a-fA-F]+|\d+)$/.test(value)) return BigInt(value);
  throw new RuntimePanic(`genesis: an integer is wanted, not ${JSON.stringify(value)}`);
}

/** A list, empty when it is not given. @throws RuntimePanic */
export function listFrom(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new RuntimePanic(`genesis: a list is wanted, not ${JSON.stringify(value)}`);
  return value;
}
