import type { Codec } from "../../src/codec/codec.ts";
import type { TypeInfo } from "../../src/codec/type-info.ts";
import { allFigures } from "../../src/node/metrics/all-figures.ts";
import { endpoints } from "../../src/rpc/registry.ts";
import { builds, createRuntime } from "../../src/runtime/index.ts";
import { commandLineReference } from "./command-line-page.ts";
import { indexPage, palletPath } from "./index-page.ts";
import { metricsPage } from "./metrics-page.ts";
import { type Configurations, palletPage } from "./pallet-page.ts";
import { rpcPage } from "./rpc-page.ts";
import { runtimeApiPage } from "./runtime-api-page.ts";
import { statusPage } from "./status-page.ts";
import { typesPage } from "./types-page.ts";

/** The folder that holds nothing but generated pages, from the root of the repository. */
export const referenceFolder = "docs/reference";

/** Every type that a call, an item of storage, an event, a constant or a runtime API names itself. */
function namedTypes({ local: { pallets, apis } }: Configurations): TypeInfo[] {
  const codecs: Codec<unknown>[] = [];
  for (const { pallet } of pallets) {
    for (const { args } of Object.values(pallet.calls ?? {})) codecs.push(...Object.values(args));
    for (const { value, hashers } of Object.values(pallet.storage ?? {}))
      codecs.push(value, ...hashers.map(({ codec }) => codec));
    for (const { fields } of Object.values(pallet.events ?? {})) codecs.push(...Object.values<Codec<unknown>>(fields));
    for (const { codec } of Object.values(pallet.constants ?? {})) codecs.push(codec);
  }
  for (const api of apis)
    for (const { inputs, output } of Object.values(api.methods)) codecs.push(...Object.values(inputs), output);
  return codecs.map(({ info }) => info);
}

/** Every generated page of the documentation: path from the root of the repository to text. */
export function generatedPages(): ReadonlyMap<string, string> {
  const configurations = {
    production: createRuntime(builds.production),
    "pow-faucet": createRuntime(builds["pow-faucet"]),
    local: createRuntime(builds.local),
  };
  const { pallets, apis } = configurations.local;
  const reference = new Map([
    ["README.md", indexPage(configurations)],
    ...pallets.map(({ index, pallet }) => [palletPath(pallet), palletPage(index, pallet, configurations)] as const),
    ["runtime-apis.md", runtimeApiPage(apis)],
    ["rpc.md", rpcPage(endpoints())],
    ["types.md", typesPage(namedTypes(configurations))],
    ["cli.md", commandLineReference()],
    ["metrics.md", metricsPage(allFigures())],
  ]);
  return new Map([
    ...[...reference].map(([path, text]) => [`${referenceFolder}/${path}`, text] as const),
    ["docs/status.md", statusPage()],
  ]);
}
