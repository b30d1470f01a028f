// Writes the pages of docs/ that are made from declarations; with --check it only says which are out of date.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLineReference } from "../src/cli/reference.ts";
import { statusPage } from "../src/cli/status-page.ts";

/** Every generated page: path from the root, and what makes it. */
const pages: Record<string, () => string> = {
  "docs/reference/cli.md": commandLineReference,
  "docs/status.md": statusPage,
};

const check = process.argv.includes("--check");
for (const [page, make] of Object.entries(pages)) {
  const path = fileURLToPath(new URL(`../${page}`, import.meta.url));
  const text = make();
  if (!check) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${page}`);
  } else if (readFileSync(path, "utf8") !== text) {
    console.error(`${page} is out of date: run npm run docs`);
    process.exitCode = 1;
  }
}
