// Set-up file of the coverage run by vitest: writes down what a test file ran, when it is over.
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, expect } from "vitest";
import { hits, home } from "./load-hook.ts";

afterAll(() => {
  const file = (expect.getState().testPath ?? "").slice(home.length);
  const folder = `${home}.cache/mutate/hits`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${file.replaceAll("/", "+")}.json`, JSON.stringify(hits()));
});
