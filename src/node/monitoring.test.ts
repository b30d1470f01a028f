import { expect, it } from "vitest";
import { silentLog } from "../chain/environment.ts";
import { startMonitoring, type Watched } from "./monitoring.ts";

/** What is watched, with metrics on any port; the timers that run and who hears of blocks. */
function watched() {
  const timers = new Set<() => void>();
  const listeners = new Set<() => void>();
  const lines: string[] = [];
  const tell = (_target: string, text: string): void => void lines.push(text);
  const chain = {
    measures: { proposals: {}, imports: {} },
    pool: {},
    tasks: {},
    environment: {
      log: { ...silentLog, info: tell, warn: tell, error: tell },
      after(_ms: number, run: () => void) {
        timers.add(run);
        return () => timers.delete(run);
      },
    },
    api: {
      events: {
        onImported(listener: () => void) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    },
  };
  const config = { name: "one", spec: { id: "bittensor" }, telemetry: [], prometheus: { port: 0, external: false } };
  const given = { config, chain, rpc: undefined, peerId: () => "", started: 0 } as unknown as Watched;
  const runTimers = (): void => {
    for (const run of [...timers]) {
      timers.delete(run);
      run();
    }
  };
  const importBlock = (): void => {
    for (const hear of [...listeners]) hear();
  };
  return { given, lines, runTimers, importBlock };
}

const exporters = (lines: readonly string[]): number =>
  lines.filter((line) => line.includes("exporter started")).length;

it("opens the views once, also when the first block comes after them", async () => {
  const { given, lines, runTimers, importBlock } = watched();
  const monitoring = startMonitoring(given);
  runTimers();
  importBlock();
  runTimers();
  await monitoring.stop();
  // One was being opened, the second would have been as well.
  expect(exporters(lines)).toBe(1);
});

it("opens the views soon after the first block, in place of long after the start", async () => {
  const { given, lines, runTimers, importBlock } = watched();
  const monitoring = startMonitoring(given);
  importBlock();
  runTimers();
  importBlock();
  runTimers();
  await monitoring.stop();
  expect(exporters(lines)).toBe(1);
});
