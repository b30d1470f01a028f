// Writes the pages of docs/ that are made from declarations, and removes those that are made no more; with --check it only says which are out of date.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedPages, referenceFolder } from "./reference/pages.ts";

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const check = process.argv.includes("--check");
const pages = generatedPages();

for (const [page, text] of pages) {
  const path = at(page);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  if (check) {
    console.error(`${page} is out of date: run npm run docs`);
    process.exitCode = 1;
    continue;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${page}`);
}

for (const name of existsSync(at(referenceFolder))
  ? readdirSync(at(referenceFolder), { recursive: true, encoding: "utf8" })
  : []) {
  const page = `${referenceFolder}/${name.replaceAll("\\", "/")}`;
  if (!page.endsWith(".md") || pages.has(page)) continue;
  if (check) {
    console.error(`${page} has no declaration any more: run npm run docs`);
    process.exitCode = 1;
  } else {
    rmSync(at(page));
    console.log(`removed ${page}`);
  }
}
