import type { Codec } from "./codec.ts";
import { named } from "./type-info.ts";

/** `Cow<T>`: on the wire and in our values just T. */
export function cow<T>(of: Codec<T>): Codec<T> {
  return {
    encode: of.encode,
    decode: of.decode,
    info: named("Cow", () => ({ kind: "composite", fields: [{ type: of.info }] }), [{ name: "T", type: of.info }]),
  };
}
