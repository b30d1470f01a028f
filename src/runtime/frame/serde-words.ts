/** How the original's reader (serde) writes values and names into its errors. */

const escaped: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\t": "\\t",
  "\r": "\\r",
  "\n": "\\n",
  '"': '\\"',
  "\\": "\\\\",
};

/** A text in quotes, as Rust writes it for people who look for errors. Rust: `<str as Debug>::fmt`. */
export function debugText(text: string): string {
  const shown = text.replace(/["\\]|(?! )[\p{C}\p{Z}\p{Grapheme_Extend}]/gu, (character) => {
    return escaped[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
  return `"${shown}"`;
}

/** Field names after "expected": none, one, two, or several. Rust: serde_core `OneOf`. */
export function expectedFields(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length === 0) return "there are no fields";
  if (quoted.length === 1) return `expected ${quoted[0]}`;
  return quoted.length === 2 ? `expected ${quoted.join(" or ")}` : `expected one of ${quoted.join(", ")}`;
}

/** A record with the number of its fields, as an error about a list in its place counts them. */
export function recordOf(name: string, fields: number): string {
  return `struct ${name} with ${fields} element${fields === 1 ? "" : "s"}`;
}

/** A number as the original writes floating-point ones: shortest digits, a point or an exponent always. Rust: ryu `format64`. */
export function floatText(number: number): string {
  if (Object.is(number, -0)) return "-0.0";
  const [digits = "", exponent = "0"] = number.toExponential().split("e");
  const scale = Number(exponent);
  if (scale > 15 || scale < -5) return `${digits}e${scale}`;
  const plain = digits.replace(/[-.]/g, "");
  const sign = number < 0 ? "-" : "";
  if (scale < 0) return `${sign}0.${"0".repeat(-scale - 1)}${plain}`;
  const whole = plain.slice(0, scale + 1).padEnd(scale + 1, "0");
  return `${sign}${whole}.${plain.slice(scale + 1) || "0"}`;
}
