// Takes the metadata from running nodes and compares it with the original's item by item: a table per pallet.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type Codec, decode } from "../src/codec/codec.ts";
import { fromHex } from "../src/lib/bytes.ts";
import { MetadataV14, MetadataV15, MetadataV16, type MetadataV16Value } from "../src/runtime/metadata/codecs.ts";
import { type AnyMetadata, compareMetadata } from "../test/parity/compare-metadata.ts";
import { startNode } from "../test/support/node-process.ts";
import { tableText } from "./table.ts";

const codecs: Readonly<Record<number, Codec<AnyMetadata>>> = {
  14: MetadataV14 as Codec<AnyMetadata>,
  15: MetadataV15 as Codec<AnyMetadata>,
  16: MetadataV16 as Codec<AnyMetadata>,
};

/** What a pallet declares, counted; differences are added by where their path starts. */
function rows(theirs: MetadataV16Value, paths: readonly string[]): string[][] {
  const variants = (id: number | undefined): number => {
    const def = id === undefined ? undefined : theirs.types[id]?.def;
    return def?.type === "variant" ? def.value.length : 0;
  };
  const wrong = (name: string, part: string): string => {
    const count = paths.filter((path) => path.startsWith(`.pallets.${name}.${part}`)).length;
    return count === 0 ? "" : ` (${count} differ)`;
  };
  return theirs.pallets.map((pallet) => [
    `${pallet.index} ${pallet.name}`,
    `${pallet.storage?.entries.length ?? 0}${wrong(pallet.name, "storage")}`,
    `${variants(pallet.calls?.type)}${wrong(pallet.name, "calls")}`,
    `${variants(pallet.event?.type)}${wrong(pallet.name, "event")}`,
    `${variants(pallet.error?.type)}${wrong(pallet.name, "error")}`,
    `${pallet.constants.length}${wrong(pallet.name, "constants")}`,
    String(paths.filter((path) => path.startsWith(`.pallets.${pallet.name}.`)).length),
  ]);
}

let total = 0;
for (const rules of ["production", "local"]) {
  const node = await startNode(["--dev", "--one", "--tmp", ...(rules === "local" ? ["--fast-runtime"] : [])]);
  try {
    for (const version of [14, 15, 16]) {
      const codec = codecs[version] as Codec<AnyMetadata>;
      const recorded = fileURLToPath(
        new URL(`../test/vectors/metadata/${rules}.v${version}.scale.gz`, import.meta.url),
      );
      const theirs = decode(codec, new Uint8Array(gunzipSync(readFileSync(recorded))));
      const answer = (await node.rpc("state_call", [
        "Metadata_metadata_at_version",
        `0x${version.toString(16).padStart(2, "0")}000000`,
      ])) as string;
      // An Option of opaque bytes: 01, then the length, then the metadata.
      const bytes = fromHex(answer);
      const start = bytes.indexOf(0x6d);
      const differences = compareMetadata(decode(codec, bytes.slice(start)), theirs);
      total += differences.length;
      console.log(`\n${rules}, version ${version}: ${differences.length} differences`);
      if (version === 16) {
        const head = ["pallet", "storage", "calls", "events", "errors", "constants", "differences"];
        console.log(
          tableText([
            head,
            ...rows(
              theirs as MetadataV16Value,
              differences.map(({ path }) => path),
            ),
          ]),
        );
        const { apis, extrinsic } = theirs as MetadataV16Value;
        console.log(
          `${apis.length} runtime APIs with ${apis.reduce((sum, api) => sum + api.methods.length, 0)} methods, ${extrinsic.extensions.length} transaction extensions`,
        );
      }
      for (const { path, ours, theirs: other } of differences.slice(0, 20))
        console.log(`  ${path}: ours ${ours}, original ${other}`);
    }
  } finally {
    await node.stop();
  }
}
console.log(`\n${total} differences in all.`);
process.exitCode = total === 0 ? 0 : 1;
