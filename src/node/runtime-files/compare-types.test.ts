import { describe, expect, it } from "vitest";
import type { PortableTypeValue } from "../../metadata/codecs.ts";
import { createTypeTable } from "../../metadata/type-table.ts";
import { createTypeComparison } from "./compare-types.ts";

type Def = PortableTypeValue["def"];
type Short = Def | { readonly path: string; readonly def: Def; readonly params?: readonly (number | undefined)[] };

/** A table of types, each by its place in the list. */
function table(...types: readonly Short[]) {
  return createTypeTable(
    types.map((short, id) => {
      const { path = "", def, params = [] } = "path" in short ? short : { def: short };
      return {
        ...{ id, def, docs: [], path: path === "" ? [] : path.split("::") },
        params: params.map((type, index) => ({ name: "TUV"[index] ?? "", type })),
      };
    }),
  );
}

const primitive = (value: Extract<Def, { type: "primitive" }>["value"]): Def => ({ type: "primitive", value });
const field = (name: string | undefined, type: number) => ({ name, type, typeName: undefined, docs: [] });
const composite = (...fields: readonly (readonly [string | undefined, number])[]): Def => ({
  type: "composite",
  value: fields.map(([name, type]) => field(name, type)),
});
type VariantShape = readonly [name: string, index: number, ...types: number[]];
const variant = (...variants: readonly VariantShape[]): Def => ({
  type: "variant",
  value: variants.map(([name, index, ...types]) => ({
    ...{ name, index, docs: [] },
    fields: types.map((type) => field(undefined, type)),
  })),
});
const sequence = (value: number): Def => ({ type: "sequence", value });
const tuple = (...value: number[]): Def => ({ type: "tuple", value });

/** Compares the last types of two tables. */
function compare(before: readonly Short[], after: readonly Short[]): [same: boolean, sameBytes: boolean] {
  const comparison = createTypeComparison(table(...before), table(...after));
  const last = [before.length - 1, after.length - 1] as const;
  return [comparison.same(...last), comparison.sameBytes(...last)];
}

const [u8, u16, u32, str] = [primitive("u8"), primitive("u16"), primitive("u32"), primitive("str")];

describe("comparing types", () => {
  it("looks at what they are, not at their numbers", () => {
    const info: Short = { path: "a::Info", def: composite(["x", 0], ["y", 1]) };
    expect(compare([u8, u16, info], [u8, u16, info])).toEqual([true, true]);
    const moved: Short = { path: "b::other::Info", def: composite(["x", 2], ["y", 1]) };
    expect(compare([u8, u16, info], [u32, u16, u8, moved])).toEqual([true, true]);
    expect(compare([variant(["A", 0], ["B", 1])], [variant(["B", 1], ["A", 0])])).toEqual([true, true]);
  });

  it.each<[string, readonly Short[], readonly Short[], boolean]>([
    ["another integer", [u16], [u32], false],
    ["a name around an integer", [u16], [u16, { path: "a::NetUid", def: composite([undefined, 0]) }], true],
    [
      "another name",
      [u16, { path: "a::Old", def: composite(["x", 0]) }],
      [u16, { path: "a::New", def: composite(["x", 0]) }],
      true,
    ],
    ["another field name", [u16, composite(["x", 0])], [u16, composite(["y", 0])], true],
    ["one field more", [u16, composite(["x", 0])], [u16, composite(["x", 0], ["y", 0])], false],
    [
      "fields in another order",
      [u8, u16, composite(["x", 0], ["y", 1])],
      [u8, u16, composite(["y", 1], ["x", 0])],
      false,
    ],
    ["a tuple for a composite", [u8, u16, tuple(0, 1)], [u8, u16, composite(["x", 0], ["y", 1])], true],
    ["a tuple in a tuple", [u8, u16, tuple(0, 1, 0)], [u8, u16, tuple(0, 1), tuple(2, 0)], true],
    ["nothing more in a tuple", [u8, tuple(0)], [u8, tuple(), tuple(0, 1)], true],
    ["text for bytes", [str], [u8, sequence(0)], true],
    ["text for a list of other things", [str], [u16, sequence(0)], false],
    [
      "another length",
      [u8, { type: "array", value: { length: 3, type: 0 } }],
      [u8, { type: "array", value: { length: 4, type: 0 } }],
      false,
    ],
    ["a compact integer", [u8], [u8, { type: "compact", value: 0 }], false],
    ["a renamed variant", [variant(["A", 0], ["B", 1])], [variant(["A", 0], ["C", 1])], true],
    ["another number of a variant", [variant(["A", 0])], [variant(["A", 1])], false],
    ["a variant more", [variant(["A", 0])], [variant(["A", 0], ["B", 1])], false],
    ["something in a variant", [u8, variant(["A", 0])], [u8, variant(["A", 0, 0])], false],
    ["a list of something else", [u8, sequence(0)], [u16, sequence(0)], false],
  ])("sees %s", (_what, before, after, sameBytes) => {
    expect(compare(before, after)).toEqual([false, sameBytes]);
  });

  it("ends at types that contain themselves", () => {
    const tree = (leaf: number): Short[] => [
      u8,
      u16,
      sequence(3),
      { path: "a::Tree", def: composite(["leaf", leaf], ["under", 2]) },
    ];
    expect(compare(tree(0), tree(0))).toEqual([true, true]);
    expect(compare(tree(0), tree(1))).toEqual([false, false]);
    const one = createTypeComparison(table(...tree(0)), table(...tree(1)));
    // What was taken to be equal meanwhile is not, once something in it was not.
    expect([one.same(2, 2), one.same(3, 3), one.same(2, 2), one.same(0, 0)]).toEqual([false, false, false, true]);
  });

  it("takes the calls of two whole runtimes for the same: they are compared by pallet", () => {
    const call = (...variants: readonly VariantShape[]): Short => ({
      path: "runtime::RuntimeCall",
      def: variant(...variants),
    });
    expect(compare([call(["A", 0])], [call(["A", 0], ["B", 1])])[0]).toBe(true);
  });

  it("refuses what no runtime has", () => {
    expect(() => compare([sequence(7)], [sequence(7)])).toThrow(
      "the metadata refers to type 7, which it does not have",
    );
    const chain = (length: number): Short[] => [u8, ...Array.from({ length }, (_, index) => sequence(index))];
    expect(compare(chain(150), chain(150))).toEqual([true, true]);
    expect(() => compare(chain(5000), chain(5000))).toThrow("the metadata has types nested too deep");
    const doubled: Short[] = [u8, ...Array.from({ length: 40 }, (_, index) => tuple(index, index))];
    expect(() => createTypeComparison(table(...doubled), table(...doubled)).sameBytes(40, 40)).toThrow(
      "a type of too many parts",
    );
    const loop: Short[] = [tuple(0, 0)];
    expect(() => createTypeComparison(table(...loop), table(...loop)).sameBytes(0, 0)).toThrow(
      "a type of too many parts",
    );
  });
});

describe("names of types", () => {
  it("are those of Rust", () => {
    const types = table(
      ...[u8, sequence(0), tuple(0, 1), { type: "array", value: { length: 32, type: 0 } } as Def],
      { path: "Option", def: variant(["None", 0], ["Some", 1, 1]), params: [1] },
      { path: "bounded_collections::BoundedVec", def: composite([undefined, 1]), params: [0, undefined] },
      { path: "pallet_x::pallet::Call", def: variant(), params: [undefined] },
      { type: "compact", value: 0 },
      composite(["x", 0]),
      variant(["A", 0, 0]),
    );
    expect([...Array(10).keys()].map(types.nameOf)).toEqual([
      ...["u8", "Vec<u8>", "(u8, Vec<u8>)", "[u8; 32]", "Option<Vec<u8>>", "BoundedVec<u8>", "pallet_x::Call"],
      ...["Compact<u8>", "{u8}", "{A(u8)}"],
    ]);
  });

  it("end, whatever metadata says", () => {
    const wide = Array.from({ length: 100 }, () => 0);
    const types = table(
      { path: "a::Self", def: composite(), params: [0] },
      tuple(...wide),
      tuple(...wide.map(() => 1)),
    );
    expect(types.nameOf(0)).toBe("Self<…>");
    expect(types.nameOf(2).length).toBeLessThan(250);
  });
});
