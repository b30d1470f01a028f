// Watches alert rules in a real Prometheus: silent over four nodes that are well, and fired by faults: npm run test:alerts -- RULES.yaml --silent 30 --faults 40.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { faults } from "../test/monitoring/faults.ts";
import { startMesh } from "../test/monitoring/mesh.ts";
import { createPrograms, startPrometheus } from "../test/monitoring/prometheus.ts";
import { freePort } from "../test/support/node-process.ts";
import { tableText } from "./table.ts";

const usage = `usage: npm run test:alerts -- [RULES ...] [--silent MINUTES] [--faults MINUTES] [--together]
  RULES       rule files of Prometheus beside this project's own
  --silent    so long four authorities and a guest who comes and goes are watched, 30
  --faults    so long faults may take to be told of, 40; a rule that waits needs its time
  --together  faults of nodes beside the four begin at once`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: "string", default: "30" },
    faults: { type: "string", default: "40" },
    together: { type: "boolean", default: false },
  },
});
const [silentFor, faultsFor] = [Number(values.silent), Number(values.faults)];
if (!(silentFor >= 0 && faultsFor >= 0)) {
  console.error(usage);
  process.exit(2);
}
/** The four nodes that are well. The rule of this project that tells of a node that is gone names it. */
const mesh = "subtensor";
const stopped = {
  job: mesh,
  what: "two of four authorities are gone",
  alerts: [
    ...["BlockFinalizationSlow warning", "BlockFinalizationSlow critical", "BlockFinalizationLaggingBehind"],
    ...["NumberOfPeersLow warning", "NumberOfPeersLow critical", "NoIncomingConnection"],
    ...["FinalityStopped", "FinalityLags", "FewPeers", "NodeDown"],
  ],
};

interface Rule {
  readonly name: string;
  readonly duration: number;
  readonly labels: { readonly severity?: string };
  readonly health: string;
  readonly lastError?: string;
  readonly alerts: readonly {
    readonly state: string;
    readonly labels: { readonly job?: string; readonly instance?: string };
  }[];
}

const scratch = mkdtempSync(join(tmpdir(), "subtensor-alerts-"));
const programs = createPrograms();
const over = new AbortController();
/** Ends what was started, also when this script is told to end. */
const end = async (): Promise<void> => {
  over.abort();
  await sleep(3000);
  await programs.end();
  rmSync(scratch, { recursive: true, force: true });
};
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void end().then(() => process.exit(1)));
const began = Date.now();
const minute = (at = Date.now()): string => ((at - began) / 60_000).toFixed(1);
/** When a rule fired first, by job and rule: minutes, and where. */
const fired = new Map<string, string>();
let broken: string[] = [];

/** Every name by which a fault may mean a rule. */
const namesOf = ({ name, duration, labels: { severity = "" } }: Rule): string[] => [
  name,
  `${name} ${severity}`,
  `${name} ${severity} for ${duration}`,
];

try {
  const ports = await Promise.all(faults.map(freePort));
  const four = await startMesh(programs, join(scratch, "devnet"));
  const own = fileURLToPath(new URL("../docker/monitoring/alerts.yml", import.meta.url));
  const prometheus = await startPrometheus(programs, {
    scratch,
    rules: [own, ...positionals.map((file) => resolve(file))],
    jobs: [
      { name: mesh, ports: four.ports },
      ...faults.map(({ job }, index) => ({ name: job, ports: [ports[index] as number] })),
    ],
    every: 15,
  });
  const rules = async (): Promise<Rule[]> =>
    (await prometheus.ask<{ groups: { rules: Rule[] }[] }>("rules?type=alert")).groups.flatMap((group) => group.rules);
  const look = async (): Promise<void> => {
    const all = await rules();
    broken = all.filter(({ health }) => health === "err").map(({ name, lastError = "" }) => `${name}: ${lastError}`);
    for (const rule of all)
      for (const { state, labels } of rule.alerts) {
        const { severity = "" } = rule.labels;
        const key = `${labels.job} ${rule.name} ${severity} for ${rule.duration}`;
        if (state !== "firing" || fired.has(key)) continue;
        fired.set(key, minute());
        console.log(`${minute()} min: ${key} s fires for ${labels.instance}`);
      }
  };
  const watch = async (until: number): Promise<void> => {
    while (Date.now() < until) {
      await sleep(15_000);
      await look();
    }
  };
  const harm = (): void => {
    for (const [index, { cause }] of faults.entries())
      void cause(ports[index] as number, over.signal).catch((error: unknown) => {
        if (!over.signal.aborted) console.error(`${faults[index]?.job}: ${error}`);
      });
  };
  const saysOf = (job: string): string[] => [...fired.keys()].filter((key) => key.startsWith(`${job} `));

  // A visit counts once the nodes have been looked at before it.
  await sleep(45_000);
  await four.guest();
  if (values.together) harm();
  await look();
  // A counter that was never looked at before has not grown: what fires before anybody came is the rule's own.
  const early = new Set(saysOf(mesh));
  fired.clear();
  console.log(`${minute()} min: four nodes run`);
  const visits = setInterval(() => void four.guest().catch(() => {}), 8 * 60_000);
  await watch(Date.now() + silentFor * 60_000);
  const told = saysOf(mesh);
  console.log(`\nSilent for ${silentFor} minutes: ${told.length === 0 ? "yes" : `no: ${told.join(", ")}`}`);
  if (early.size > 0) console.log(`Before: ${[...early].join(", ")}`);
  clearInterval(visits);

  let missing: string[] = [];
  if (faultsFor > 0) {
    if (!values.together) harm();
    four.stopTwo();
    await watch(Date.now() + faultsFor * 60_000);
    const all = await rules();
    const rows = [stopped, ...faults].flatMap(({ job, what, alerts }) =>
      alerts.flatMap((alert) => {
        const meant = all.filter((rule) => namesOf(rule).includes(alert));
        return meant.map(({ name, labels: { severity = "" }, duration, alerts: now }) => [
          `${name} (${severity}, after ${duration} s)`,
          what,
          fired.get(`${job} ${name} ${severity} for ${duration}`) ??
            (now.some(({ labels }) => labels.job === job) ? "waits" : "never"),
        ]);
      }),
    );
    console.log(`\n${tableText([["alert", "fault", "fired at, min"], ...rows])}`);
    missing = rows.filter(([, , when]) => when === "never" || when === "waits").map(([alert]) => alert as string);
  }
  for (const one of broken) console.log(`broken: ${one}`);
  process.exitCode = told.length + missing.length + broken.length === 0 ? 0 : 1;
} finally {
  await end();
}
process.exit();
