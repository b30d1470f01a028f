// Writes the port ledger: npm run ledger -- CHECKOUT [--sdk FOLDER], the sources of the original and of the SDK's pallets.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { excluded, readOriginal } from "./ledger/original.ts";
import { ourFiles } from "./ledger/our-functions.ts";
import { countRows, indexText, pagesOf, pageText } from "./ledger/pages.ts";
import { parts, sdkParts } from "./ledger/parts.ts";
import { pallets } from "./ledger/reasons/pallets.ts";
import { runtime } from "./ledger/reasons/runtime.ts";
import { sdk } from "./ledger/reasons/sdk.ts";
import { subtensor } from "./ledger/reasons/subtensor.ts";
import { makeRows, type Row } from "./ledger/rows.ts";
import { sdkCheckout } from "./ledger/sdk.ts";

const { values, positionals } = parseArgs({ options: { sdk: { type: "string" } }, allowPositionals: true });
const checkout = positionals[0];
if (checkout === undefined || !existsSync(join(checkout, "pallets/subtensor/src/lib.rs"))) {
  console.error("usage: npm run ledger -- CHECKOUT [--sdk FOLDER]");
  console.error(
    "CHECKOUT: the sources of the original at 14bc6f9; FOLDER: crates of the SDK, as pallet-multisig-41.0.0",
  );
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
const made = makeRows(original, files, { ...subtensor, ...pallets, ...runtime });
const rows: Row[] = [...made.rows];
const faults = [...made.faults];
if (values.sdk !== undefined) {
  const ofSdk = makeRows(sdkCheckout(values.sdk, sdkParts), files, sdk);
  rows.push(...ofSdk.rows);
  faults.push(...ofSdk.faults);
}
if (faults.length > 0) {
  for (const fault of faults) console.error(fault);
  process.exit(1);
}

const pages = pagesOf(rows, values.sdk === undefined ? parts : [...parts, ...sdkParts]);
const folder = join(home, "docs/port-ledger");
mkdirSync(folder, { recursive: true });
for (const old of readdirSync(folder))
  if (values.sdk !== undefined || !old.startsWith("sdk-")) rmSync(join(folder, old));
for (const page of pages) writeFileSync(join(folder, `${page.name}.md`), pageText(page));
const without = [
  ...excluded.map(([name, , why]) => `files of ${name}: ${why}`),
  "precompiles, chain extensions: EVM and contract code",
];
writeFileSync(
  join(home, "docs/port-ledger.md"),
  indexText(
    pages,
    original.left,
    without.map((one) => `${one} | all`),
  ),
);

for (const row of rows)
  if (row.places.length === 0 && row.reason === undefined)
    console.log(`not ported: ${row.fn.file}:${row.fn.line} ${row.label}`);
const { ported, reasons, missing } = countRows(rows);
console.log(`${rows.length} functions: ${ported} ported, ${reasons} left out with a reason, ${missing} not ported`);
