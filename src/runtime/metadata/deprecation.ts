import type { Infer } from "../../codec/codec.ts";
import type { Deprecation, MetadataV16Value } from "../../metadata/codecs.ts";
import type { Deprecated } from "../frame/deprecated.ts";

type Calls = NonNullable<MetadataV16Value["pallets"][number]["calls"]>;

/** A declaration's deprecation, in our words where the original gives a note. */
export function deprecationOf(deprecated: Deprecated | undefined): Infer<typeof Deprecation> {
  if (deprecated === undefined) return { type: "NotDeprecated" };
  return deprecated === true
    ? { type: "DeprecatedWithoutNote" }
    : { type: "Deprecated", value: { note: deprecated, since: undefined } };
}

/** Deprecated variants of an enum by their index. */
export function variantDeprecations(
  variants: readonly { readonly index: number; readonly deprecated?: Deprecated | undefined }[],
): Calls["deprecation"] {
  return new Map(
    variants.flatMap(({ index, deprecated }) =>
      deprecated === undefined
        ? []
        : [
            [
              index,
              deprecated === true
                ? ({ type: "DeprecatedWithoutNote" } as const)
                : ({ type: "Deprecated", value: { note: deprecated, since: undefined } } as const),
            ] as const,
          ],
    ),
  );
}
