import { expect, it } from "vitest";
import { createRandom, seedOf } from "../fuzz/random.ts";
import { createDisk } from "./disk.ts";
import { genesisContent } from "./genesis.ts";
import { authorityKeys } from "./keys.ts";
import { createKnownSignatures } from "./known-signatures.ts";
import { startNode } from "./node.ts";
import { createSchedule } from "./schedule.ts";
import { createWire, type Weather } from "./wire.ts";

it("finalizes with two authorities", async () => {
  const schedule = createSchedule(1_700_000_000_000);
  const random = createRandom(seedOf(1));
  const weather: Weather = {
    isCut: () => false,
    message: () => ({ delay: 20 + random.below(80) }),
    request: () => 20 + random.below(80),
  };
  const count = Number(process.env.N ?? 2);
  const names = Array.from({ length: count }, (_, n) => `peer-${n}`);
  const wire = createWire({ schedule, random, weather }, (own) => names.filter((n) => n !== own));
  const known = createKnownSignatures();
  const content = await genesisContent(count);
  const nodes = await Promise.all(
    names.map(async (peer, n) =>
      startNode({
        machine: {
          peer,
          disk: createDisk(schedule, content, () => 1 + random.below(10)),
          keys: authorityKeys(n),
          skew: 0,
          random: createRandom(seedOf(1, n)),
        },
        schedule,
        wire,
        known,
        ...(process.env.LOG
          ? {
              log: {
                error: (t, x) => console.log(peer, t, x),
                warn: (t, x) => console.log(peer, t, x),
                info: (t, x) => console.log(peer, t, x),
                debug: (t, x) => console.log(peer, t, typeof x === "string" ? x : x()),
                trace() {},
                enabled: () => true,
              },
            }
          : {}),
        fault: (error) => {
          console.log(peer, error);
        },
      }),
    ),
  );
  const began = process.cpuUsage();
  await schedule.runUntil(schedule.now() + Number(process.env.MIN ?? 10) * 60_000);
  const used = process.cpuUsage(began);
  for (const { chain, network } of nodes) console.log(chain.best(), chain.finalized(), network.peers());
  console.log(schedule.events, wire.counts, (used.user + used.system) / 1000, "ms");
  expect(nodes[0]?.chain.finalized().number).toBeGreaterThan(40);
});
