import { expect, it } from "vitest";
import { messageOf } from "./user-error.ts";

it("tells what a caught value says", () => {
  const event = Object.assign(new Event("error"), { message: "getaddrinfo ENOTFOUND no.such.host" });
  const silent = Object.assign(new Event("error"), { message: "" });
  const said = [new Error("one"), event, silent, "three", null, undefined, { message: 5 }].map(messageOf);
  expect(said).toEqual([
    "one",
    "getaddrinfo ENOTFOUND no.such.host",
    "no reason is told",
    "three",
    "null",
    "undefined",
    "[object Object]",
  ]);
});
