// Takes the metadata from running nodes and compares it with the original's item by item: a table per pallet, and what the unrecorded build adds to production.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type Codec, decode } from "../src/codec/codec.ts";
import { fromHex } from "../src/lib/bytes.ts";
import { MetadataV14, MetadataV15, MetadataV16, type MetadataV16Value } from "../src/metadata/codecs.ts";
import { buildNames } from "../src/primitives/build-name.ts";
import {
  type AnyMetadata,
  compareMetadata,
  comparePowFaucet,
  type MetadataDifference,
} from "../test/parity/compare-metadata.ts";
import { type NodeProcess, startNode } from "../test/support/node-process.ts";
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

/** The recorded metadata of a build. */
function recorded(build: string, version: number): AnyMetadata {
  const file = new URL(`../test/vectors/metadata/${build}.v${version}.scale.gz`, import.meta.url);
  return decode(codecs[version] as Codec<AnyMetadata>, new Uint8Array(gunzipSync(readFileSync(fileURLToPath(file)))));
}

/** The metadata that a running node answers with. */
async function metadataOf(node: NodeProcess, version: number): Promise<AnyMetadata> {
  const asked = `0x${version.toString(16).padStart(2, "0")}000000`;
  const bytes = fromHex((await node.rpc("state_call", ["Metadata_metadata_at_version", asked])) as string);
  // An Option of opaque bytes: 01, then the length, then the metadata.
  return decode(codecs[version] as Codec<AnyMetadata>, bytes.slice(bytes.indexOf(0x6d)));
}

/** A table of what each pallet has, and in how much of it we differ. */
function printPallets(theirs: MetadataV16Value, differences: readonly MetadataDifference[]): void {
  const head = ["pallet", "storage", "calls", "events", "errors", "constants", "differences"];
  const paths = differences.map(({ path }) => path);
  console.log(tableText([head, ...rows(theirs, paths)]));
  const { apis, extrinsic } = theirs;
  const methods = apis.reduce((sum, api) => sum + api.methods.length, 0);
  console.log(
    `${apis.length} runtime APIs with ${methods} methods, ${extrinsic.extensions.length} transaction extensions`,
  );
}

let total = 0;

function report(title: string, differences: readonly MetadataDifference[]): void {
  total += differences.length;
  console.log(`\n${title}: ${differences.length} differences`);
  for (const { path, ours, theirs } of differences.slice(0, 20))
    console.log(`  ${path}: ours ${ours}, original ${theirs}`);
}

const flags = { production: [], "pow-faucet": ["--pow-faucet"], local: ["--fast-runtime"] } as const;
for (const build of buildNames) {
  const node = await startNode(["--dev", "--one", "--tmp", ...flags[build]]);
  try {
    for (const version of [14, 15, 16]) {
      const ours = await metadataOf(node, version);
      if (build === "pow-faucet") {
        const differences = comparePowFaucet(ours, recorded("production", version), recorded("local", version));
        report(`pow-faucet, version ${version}, against production with the faucet`, differences);
        continue;
      }
      const theirs = recorded(build, version);
      const differences = compareMetadata(ours, theirs);
      report(`${build}, version ${version}`, differences);
      if (version === 16) printPallets(theirs as MetadataV16Value, differences);
    }
  } finally {
    await node.stop();
  }
}
console.log(`\n${total} differences in all.`);
process.exitCode = total === 0 ? 0 : 1;
