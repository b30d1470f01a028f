import { describe, expect, it } from "vitest";
import { type Codec, decode } from "../../src/codec/codec.ts";
import { u32 } from "../../src/codec/primitives.ts";
import { MetadataV14, MetadataV15, MetadataV16 } from "../../src/metadata/codecs.ts";
import { apis } from "../../src/runtime/api-list.ts";
import { extensions } from "../../src/runtime/extensions/list.ts";
import { composeRuntime, type Runtime } from "../../src/runtime/frame/compose.ts";
import type { Pallet } from "../../src/runtime/frame/pallet.ts";
import { zeroWeight } from "../../src/runtime/frame/weight.ts";
import { encodedMetadata, metadataV14, metadataV15 } from "../../src/runtime/metadata/metadata.ts";
import { pallets } from "../../src/runtime/pallet-list.ts";
import { builds, local, production, type Rules } from "../../src/runtime/rules.ts";
import { type AnyMetadata, compareMetadata, comparePowFaucet } from "../parity/compare-metadata.ts";
import { recording } from "../support/recordings.ts";

const codecs: Readonly<Record<number, Codec<AnyMetadata>>> = {
  14: MetadataV14 as Codec<AnyMetadata>,
  15: MetadataV15 as Codec<AnyMetadata>,
  16: MetadataV16 as Codec<AnyMetadata>,
};

function compose(rules: Rules, change: (pallet: Pallet) => Pallet = (pallet) => pallet): Runtime {
  return composeRuntime({
    rules,
    pallets: pallets.map(([index, pallet]) => [index, change(pallet)] as const),
    apis,
    ports: [],
    guards: { check: () => {}, weight: () => zeroWeight },
    baseFilter: () => true,
  });
}

const differences = (runtime: Runtime, version: number): string[] => {
  const codec = codecs[version] as Codec<AnyMetadata>;
  const theirs = decode(codec, recording("metadata", `${runtime.rules.name}.v${version}.scale.gz`));
  const ours = decode(codec, encodedMetadata(runtime, version) as Uint8Array);
  return compareMetadata(ours, theirs).map(({ path, ours: mine, theirs: other }) => `${path}: ${mine} / ${other}`);
};

describe("metadata against the recorded", () => {
  for (const rules of [production, local]) {
    for (const version of [14, 15, 16]) {
      it(`${rules.name}, version ${version}`, () => {
        expect(differences(compose(rules), version)).toEqual([]);
      });
    }
  }

  for (const version of [14, 15, 16]) {
    it(`pow-faucet is production with the faucet, and no rate limit of networks, version ${version}`, () => {
      const codec = codecs[version] as Codec<AnyMetadata>;
      const ours = decode(codec, encodedMetadata(compose(builds["pow-faucet"]), version) as Uint8Array);
      const recorded = (name: string) => decode(codec, recording("metadata", `${name}.v${version}.scale.gz`));
      expect(comparePowFaucet(ours, recorded("production"), recorded("local"))).toEqual([]);
    });
  }

  it("shows exactly the row of a changed declaration", () => {
    const changed = compose(production, (pallet) => {
      const tempo = pallet.name === "SubtensorModule" ? pallet.storage?.Tempo : undefined;
      return tempo === undefined
        ? pallet
        : {
            ...pallet,
            storage: { ...pallet.storage, Tempo: { ...tempo, value: u32, defaultBytes: () => new Uint8Array(4) } },
          };
    });
    const rows = differences(changed, 15);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.startsWith(".pallets.SubtensorModule.storage.entries.Tempo."))).toBe(true);
  });

  it("names the transaction extensions in the order in which they run", () => {
    const shown = metadataV15(compose(production)).extrinsic.extensions.map(({ identifier }) => identifier);
    expect(shown).toEqual(extensions.map(({ identifier }) => identifier));
  });

  it("numbers the types of versions 14 and 15 alike, AccountId32 first", () => {
    const runtime = compose(production);
    const [v14, v15] = [metadataV14(runtime), metadataV15(runtime)];
    expect(v14.types[0]?.path).toEqual(["sp_core", "crypto", "AccountId32"]);
    const shared = v14.types.findIndex((type, i) => JSON.stringify(type) !== JSON.stringify(v15.types[i]));
    const used = new Set<number>();
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) for (const item of value) visit(item);
      else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
        for (const [key, part] of Object.entries(value)) {
          if (typeof part === "number" && ["type", "key", "value", "calls", "event", "error"].includes(key))
            used.add(part);
          else visit(part);
        }
      }
    };
    visit(v14.pallets);
    expect(shared).toBeGreaterThan(Math.max(...used));
  });
});
