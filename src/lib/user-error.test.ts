import { expect, it } from "vitest";
import { messageOf } from "./user-error.ts";

it("tells what a caught value says", () => {
  const event = Object.assign(new Event("error"), { message: "getaddrinfo ENOTFOUND no.such.host" });
  const said = [new Error("one"), event, "three", null, undefined, { message: 5 }].map(messageOf);
  expect(said).toEqual(["one", "getaddrinfo ENOTFOUND no.such.host", "three", "null", "undefined", "[object Object]"]);
});
