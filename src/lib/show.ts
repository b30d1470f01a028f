import { toHex } from "./bytes.ts";

const cut = (text: string, most = 600): string =>
  text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;

/** A value for people: bigints as decimal text, bytes as hex; long ones are cut. */
export function show(value: unknown): string {
  return cut(
    JSON.stringify(value, (_key, part: unknown) => {
      if (typeof part === "bigint") return part.toString();
      if (part instanceof Uint8Array) return toHex(part);
      if (part instanceof Map) return [...part];
      return part;
    }) ?? "nothing",
  );
}
