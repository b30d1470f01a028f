import { maxU64 } from "../../lib/integers.ts";
import { refusal, type Shape } from "./shape.ts";

/** TAO that is spent, or alpha that is held afterwards; both in rao (10^-9). */
export interface Amount {
  readonly unit: "TAO" | "alpha";
  readonly rao: bigint;
}

const rao = 1_000_000_000n;

/** Rao of so many whole TAO or alpha. */
export const whole = (count: number): bigint => BigInt(count) * rao;

/** Rao as people write them: "12.5". */
export function amountText(amount: bigint): string {
  const fraction = (amount % rao).toString().padStart(9, "0").replace(/0+$/, "");
  return `${amount / rao}${fraction === "" ? "" : `.${fraction}`}`;
}

const form = /^(\d{1,10})(?:\.(\d{1,9}))?(?: ?(TAO|alpha))?$/;

/** A number as text: JavaScript writes small ones with an exponent, which are whole rao all the same (1e-9) or none (1e-10). */
function numberText(value: number): string {
  const text = String(value);
  const plain = value.toFixed(9);
  return text.includes("e-") && Number(plain) === value ? plain : text;
}

/** Beyond this a number has no room for all nine decimals: what was written is another one then, rao or more away. */
const mostExact = Number.MAX_SAFE_INTEGER / 1e9;

/** Reads "12", "0.5 TAO", 12.5 or 1e-9; undefined for anything else, such as a part of a rao. */
function readAmount(value: unknown, unit: Amount["unit"]): Amount | undefined {
  const text = typeof value === "number" ? numberText(value) : value;
  const parts = typeof text === "string" ? form.exec(text) : null;
  if (parts === null) return undefined;
  const amount = BigInt(parts[1] ?? "0") * rao + BigInt((parts[2] ?? "").padEnd(9, "0"));
  return amount > maxU64 ? undefined : { unit: (parts[3] as Amount["unit"] | undefined) ?? unit, rao: amount };
}

/**
 * An amount as a number or a text, with up to nine decimals.
 * @param unit what a number without a unit is
 * @param units which units may be written
 */
function amountShape(unit: Amount["unit"], units: readonly Amount["unit"][]): Shape<Amount> {
  const examples = units.map((name) => `"12.5 ${name}"`).join(" or ");
  return {
    schema: {
      anyOf: [
        { type: "number", minimum: 0, maximum: 18_446_744_073 },
        { type: "string", pattern: `^\\d{1,10}(\\.\\d{1,9})?( ?(${units.join("|")}))?$` },
      ],
    },
    read(value, path) {
      if (typeof value === "number" && value > mostExact && !Number.isInteger(value))
        throw refusal(path, `${value} has more digits than a number keeps; write it as a text, such as "${value}"`);
      const amount = readAmount(value, unit);
      if (amount === undefined || !units.includes(amount.unit))
        throw refusal(
          path,
          `${value === undefined ? "missing, expected" : `${JSON.stringify(value)} is not`} an amount such as 12.5 or ${examples}`,
        );
      return amount;
    },
  };
}

const raoOf = ({ schema, read }: Shape<Amount>): Shape<bigint> => ({
  schema,
  read: (value, path) => read(value, path).rao,
});

/** An amount of TAO, as rao. */
export const taoShape: Shape<bigint> = raoOf(amountShape("TAO", ["TAO"]));
/** An amount of alpha, as rao of it. */
export const alphaShape: Shape<bigint> = raoOf(amountShape("alpha", ["alpha"]));
/** TAO that buys stake, or alpha that the stake is to be. */
export const stakeShape: Shape<Amount> = amountShape("TAO", ["TAO", "alpha"]);
