import { describe, expect, it } from "vitest";
import { apis } from "../../src/runtime/api-list.ts";
import { pallets } from "../../src/runtime/pallet-list.ts";

/** Every text of a declaration with the name it belongs to. */
function texts(): [place: string, name: string, text: string][] {
  const found: [string, string, string][] = [];
  for (const [, pallet] of pallets) {
    const add = (kind: string, name: string, text: string) =>
      found.push([`${pallet.name} ${kind} ${name}`, name, text]);
    add("pallet", pallet.name, pallet.docs);
    for (const call of Object.values(pallet.calls ?? {})) add("call", call.name, call.docs);
    for (const event of Object.values(pallet.events ?? {})) add("event", event.eventName, event.docs);
    for (const error of Object.values(pallet.errors ?? {})) add("error", error.name, error.docs);
    for (const item of Object.values(pallet.storage ?? {})) add("storage", item.name, item.docs);
    for (const [name, { docs }] of Object.entries(pallet.constants ?? {})) add("constant", name, docs);
  }
  for (const api of apis)
    for (const [name, { docs }] of Object.entries(api.methods)) found.push([`${api.name}_${name}`, name, docs]);
  return found;
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

describe("the texts of the declarations", () => {
  it("are sentences, not the names again", () => {
    const poor = texts().filter(([, name, text]) => letters(text) === letters(name) || !/^[A-Z0-9].*\.$/s.test(text));
    expect(poor.map(([place, , text]) => `${place}: ${text}`)).toEqual([]);
    expect(texts().length).toBeGreaterThan(1400);
  });
});
