import { expect, it, vi } from "vitest";
import { startDevChain } from "./index.ts";
import { checkNodeVersion } from "./node-version.ts";

it("refuses a Node.js that has no zstd in one line, before anything is started", async () => {
  for (const old of ["18.20.4", "20.19.5", "22.14.0", "23.7.0"])
    expect(() => checkNodeVersion(old)).toThrow(`Node.js ${old} is too old; install 22.15 or newer`);
  for (const fit of ["22.15.0", "22.21.1", "23.8.0", "24.0.0", "26.1.0"])
    expect(() => checkNodeVersion(fit)).not.toThrow();
  const spy = vi.spyOn(process, "versions", "get").mockReturnValue({ ...process.versions, node: "20.19.5" });
  try {
    await expect(startDevChain({ world: "empty" })).rejects.toThrow("Node.js 20.19.5 is too old");
  } finally {
    spy.mockRestore();
  }
});
