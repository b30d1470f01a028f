import { expect, it } from "vitest";
import { vanityScore } from "./vanity.ts";

it("scores addresses as the original does", () => {
  expect(vanityScore("j", "5jolkadotwHY5k9GpdTgpqs9xjuNvtv8EcwCFpEeyEf3KHim")).toBe(94);
  expect(vanityScore("Polkadot", "5PolkadotwHY5k9GpdTgpqs9xjuNvtv8EcwCFpEeyEf3KHim")).toBe(430);
  // Half of the letters, at the best place.
  expect(vanityScore("Polkadot", "5PolkXXXXwHY5k9GpdTgpqs9xjuNvtv8EcwCFpEeyEf3KHim")).toBe(238);
  expect(vanityScore("Polkadot", "5GUWv4bLCchGUHJrzULXnh4JgXsMpTKRnjuXTY7Qo1Kh9uYK")).toBe(0);
});
