import { expect, it } from "vitest";
import { createHistogram, observe } from "../../lib/histogram.ts";
import { createExposition } from "./exposition.ts";
import { counter, counters, type Figure, gauge, gauges, histograms } from "./figure.ts";

/** The lines of our figures: those of the process itself are the library's. */
async function linesOf(figures: readonly Figure[]): Promise<string[]> {
  const text = await createExposition(figures, "bittensor").text();
  return text.split("\n").filter((line) => line.includes("substrate_"));
}

it("writes figures as they are when somebody asks, each with the chain's label", async () => {
  let height = 1;
  const figures = [
    gauge("peers", "Peers", () => 3),
    counter("votes_total", "Votes", () => 2),
    gauges("block_height", ["status"], "Heights", () => [[["best"], height]]),
    counters("calls", ["protocol", "method"], "Calls", () => [
      [["ws", "system_name"], 5],
      [["http", 'a"b'], 1],
    ]),
  ];
  height = 7;
  expect(await linesOf(figures)).toEqual([
    "# HELP substrate_peers Peers",
    "# TYPE substrate_peers gauge",
    'substrate_peers{chain="bittensor"} 3',
    "# HELP substrate_votes_total Votes",
    "# TYPE substrate_votes_total counter",
    'substrate_votes_total{chain="bittensor"} 2',
    "# HELP substrate_block_height Heights",
    "# TYPE substrate_block_height gauge",
    'substrate_block_height{status="best",chain="bittensor"} 7',
    "# HELP substrate_calls Calls",
    "# TYPE substrate_calls counter",
    'substrate_calls{protocol="ws",method="system_name",chain="bittensor"} 5',
    'substrate_calls{protocol="http",method="a\\"b",chain="bittensor"} 1',
  ]);
});

it("writes a histogram with the values up to each bound", async () => {
  const histogram = createHistogram([0.5, 1]);
  for (const value of [0.25, 0.5, 0.75, 3]) observe(histogram, value);
  const figures = [histograms("time", ["result"], "Time", () => [[["success"], histogram]])];
  expect((await linesOf(figures)).slice(2)).toEqual([
    'substrate_time_bucket{le="0.5",result="success",chain="bittensor"} 2',
    'substrate_time_bucket{le="1",result="success",chain="bittensor"} 3',
    'substrate_time_bucket{le="+Inf",result="success",chain="bittensor"} 4',
    'substrate_time_sum{result="success",chain="bittensor"} 4.5',
    'substrate_time_count{result="success",chain="bittensor"} 4',
  ]);
});

it("takes figures that come later, and has those of the process", async () => {
  const figures: Figure[] = [];
  const exposition = createExposition(figures, "bittensor");
  expect(await exposition.text()).toMatch(/^process_resident_memory_bytes\{chain="bittensor"\} [0-9]+$/m);
  figures.push(gauge("late", "Late", () => 1));
  expect(await exposition.text()).toMatch(/^substrate_late\{chain="bittensor"\} 1$/m);
});
