// Writes the port ledger: npm run ledger -- CHECKOUT SDK, the sources of the original and of the SDK's pallets.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { excluded, readOriginal } from "./ledger/original.ts";
import { ourFiles } from "./ledger/our-functions.ts";
import { countRows, indexText, ledgerData, sectionsOf } from "./ledger/pages.ts";
import { parts, sdkParts } from "./ledger/parts.ts";
import { pallets } from "./ledger/reasons/pallets.ts";
import { runtime } from "./ledger/reasons/runtime.ts";
import { sdk } from "./ledger/reasons/sdk.ts";
import { subtensor } from "./ledger/reasons/subtensor.ts";
import { createRows } from "./ledger/rows.ts";
import { sdkCheckout } from "./ledger/sdk.ts";

const [checkout, crates] = process.argv.slice(2);
if (checkout === undefined || crates === undefined || !existsSync(join(checkout, "pallets/subtensor/src/lib.rs"))) {
  console.error("usage: npm run ledger -- CHECKOUT SDK");
  console.error("CHECKOUT: the sources of the original at 14bc6f9; SDK: a folder of crates, as pallet-multisig-41.0.0");
  process.exit(2);
}

const home = fileURLToPath(new URL("..", import.meta.url));
const files = ourFiles(home);
const callers = ["precompiles", "chain-extensions", "node"];
const original = readOriginal(
  checkout,
  parts.map((part) => part.folder),
  callers,
);
const made = createRows(original, files, { ...subtensor, ...pallets, ...runtime });
const ofSdk = createRows(sdkCheckout(crates, sdkParts), files, sdk);
const rows = [...made.rows, ...ofSdk.rows];
const faults = [...made.faults, ...ofSdk.faults];
if (faults.length > 0) {
  for (const fault of faults) console.error(fault);
  process.exit(1);
}

const sections = sectionsOf(rows, [...parts, ...sdkParts]);
writeFileSync(join(home, "docs/port-ledger.tsv"), ledgerData(sections.flatMap((section) => section.rows)));
const without = [
  ...excluded.map(([name, , why]) => `files of ${name}: ${why}`),
  "precompiles, chain extensions: EVM and contract code",
];
writeFileSync(
  join(home, "docs/port-ledger.md"),
  indexText(
    sections,
    original.left,
    without.map((one) => `${one} | all`),
  ),
);

for (const row of rows)
  if (row.places.length === 0 && row.reason === undefined)
    console.log(`not ported: ${row.fn.file}:${row.fn.line} ${row.label}`);
const { ported, reasons, missing } = countRows(rows);
console.log(`${rows.length} functions: ${ported} ported, ${reasons} left out with a reason, ${missing} not ported`);
