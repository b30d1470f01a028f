import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { generatedPages, referenceFolder } from "../../scripts/reference/pages.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const lock = JSON.parse(readFileSync(at("package-lock.json"), "utf8")) as {
  packages: Record<string, { version?: string; resolved?: string; optionalDependencies?: Record<string, string> }>;
};

describe("the house", () => {
  it("locks every platform package that a package asks for (node scripts/lockfile.js mends it)", () => {
    const names = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(names.filter((name) => lock.packages[`node_modules/${name}`]?.version === undefined)).toEqual([]);
  });

  it("records no download address", () => {
    expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it("pins every dependency exactly", () => {
    const pkg = JSON.parse(readFileSync(at("package.json"), "utf8")) as Record<string, Record<string, string>>;
    const wanted = { ...pkg.dependencies, ...pkg.devDependencies, ...pkg.optionalDependencies };
    expect(Object.values(wanted).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("opens every script with a sentence", () => {
    const silent = readdirSync(at("scripts"))
      .filter((name) => /\.(js|ts|sh)$/.test(name) && !name.endsWith(".test.ts"))
      .filter((name) => !/^(#!.*\n)?(\/\/|\/\*\*|#) *[A-Z].*\./.test(readFileSync(at(`scripts/${name}`), "utf8")));
    expect(silent).toEqual([]);
  });

  it("has the node's command", () => expect(existsSync(at("bin/subtensor"))).toBe(true));
});

describe("the generated pages", () => {
  const pages = generatedPages();

  it("say what the declarations say (npm run docs writes them anew)", () => {
    const stale = [...pages].filter(([page, text]) => !existsSync(at(page)) || readFileSync(at(page), "utf8") !== text);
    expect(stale.map(([page]) => page)).toEqual([]);
  });

  it("are all that lies in their folder", () => {
    const found = readdirSync(at(referenceFolder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${referenceFolder}/${name.replaceAll("\\", "/")}`);
    expect(found.filter((page) => !pages.has(page))).toEqual([]);
  });

  it("link only to each other", () => {
    const broken = [...pages].flatMap(([page, text]) =>
      [...text.matchAll(/\]\(([^)#]+\.md)\)/g)]
        .map(([, target]) => posix.join(posix.dirname(page), target ?? ""))
        .filter((target) => !pages.has(target)),
    );
    expect(broken).toEqual([]);
    expect(pages.get(`${referenceFolder}/README.md`)).toContain("(pallets/SubtensorModule.md)");
  });
});
