import { beforeEach, describeSuite, expect } from "@moonwall/cli";

describeSuite({
  id: "W01",
  title: "A fresh world for each test",
  foundationMethods: "dev",
  testCases({ it, context }) {
    /** A method of the owner, or any other, over the connection that Moonwall has. */
    const send = (method: string, ...params: unknown[]) =>
      // biome-ignore lint/suspicious/noExplicitAny: the API shows no way to methods that it does not know.
      (context.polkadotJs() as any)._rpcCore.provider.send(method, params);
    const number = async () => Number((await send("chain_getHeader")).number);

    let world: number | undefined;
    beforeEach(async () => {
      if (world === undefined) world = await send("dev_snapshot");
      else await send("dev_revert", world);
    });

    it({
      id: "T01",
      title: "makes blocks on command, and up to an epoch",
      async test() {
        await context.createBlock();
        expect(await number()).toBe(1);
        const { number: epoch } = await send("dev_landing", { epoch: 1 });
        await send("dev_nextEpoch", 1);
        expect(await number()).toBe(epoch);
      },
    });

    it({
      id: "T02",
      title: "begins at block 0, whatever the test before did",
      async test() {
        expect(await number()).toBe(0);
        await send("dev_setStorage", { SubtensorModule: { Tempo: [[[1], 7]] } });
        const tempo = await context.polkadotJs().query.subtensorModule.tempo(1);
        expect(Number(tempo)).toBe(7);
      },
    });
  },
});
