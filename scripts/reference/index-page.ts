import type { Pallet } from "../../src/runtime/frame/pallet.ts";
import { cell, page, table } from "./markdown.ts";
import type { Configurations } from "./pallet-page.ts";

const size = (list: object | undefined): string => String(Object.keys(list ?? {}).length);

/** Where a pallet's page is, from the folder of the reference. */
export const palletPath = ({ name }: Pallet): string => `pallets/${name}.md`;

/** The index of the reference. */
export function indexPage({ production }: Configurations): string {
  const methods = production.apis.reduce((sum, api) => sum + Object.keys(api.methods).length, 0);
  return page([
    "# Reference",
    "",
    "Written by `npm run docs` from the declarations that the node itself runs by; do not edit.",
    "",
    `- [Runtime APIs](runtime-apis.md): ${production.apis.length} with ${methods} methods`,
    "- [JSON-RPC methods](rpc.md)",
    "- [Types](types.md)",
    "- [The command line](cli.md)",
    "- [Metrics](metrics.md)",
    "",
    `The rules are those of spec_version ${production.rules.specVersion}. One TAO is 10^9 rao, and one alpha of a subnet is 10^9 of its rao. Where a value differs, *production* is the build of the real chain, *pow-faucet* the one of \`--pow-faucet\` and *local* the one of \`--fast-runtime\`.`,
    "",
    "## Pallets",
    "",
    ...table(
      ["index", "pallet", "calls", "storage", "events", "errors", "constants", ""],
      production.pallets.map(({ index, pallet }) => [
        String(index),
        `[${pallet.name}](${palletPath(pallet)})`,
        ...[pallet.calls, pallet.storage, pallet.events, pallet.errors, pallet.constants].map(size),
        cell(pallet.docs),
      ]),
    ),
  ]);
}
