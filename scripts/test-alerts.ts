// Watches alert rules in a real Prometheus: silent over four nodes that are well, and fired by faults: npm run test:alerts -- RULES.yaml --silent 30 --faults 42.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { faults as allFaults } from "../test/monitoring/faults.ts";
import { type Mesh, startMesh } from "../test/monitoring/mesh.ts";
import { createPrograms, startPrometheus } from "../test/monitoring/prometheus.ts";
import { createRuleWatch, type RuleWatch } from "../test/monitoring/rule-watch.ts";
import { freePort } from "../test/support/node-process.ts";
import { tableText } from "./table.ts";

const usage = `usage: npm run test:alerts -- [RULES ...] [--silent MINUTES] [--faults MINUTES] [--only NODE]
  RULES     rule files of Prometheus beside this project's own
  --silent  so long four authorities and a guest who comes and goes are watched, 30
  --faults  so long faults may take to be told of, 42; a rule that waits needs its time
  --only    one node that has a fault, such as slow, without the others and the four`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: "string", default: "30" },
    faults: { type: "string", default: "42" },
    only: { type: "string" },
  },
});
const [silentFor, faultsFor] = [Number(values.silent), Number(values.faults)];
const faults = allFaults.filter(({ job }) => values.only === undefined || job === values.only);
if (!(silentFor >= 0 && faultsFor >= 0) || faults.length === 0) {
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

/** Watches nodes that are well. @returns the rules that fired for one of them */
async function watchSilence(four: Mesh, rules: RuleWatch): Promise<string[]> {
  // A visit counts once the nodes have been looked at before it.
  await sleep(45_000);
  await four.guest();
  await rules.look();
  // A counter that was never looked at before has not grown: what fires before anybody came is the rule's own.
  const early = rules.firedFor(mesh);
  rules.forget();
  console.log(`${rules.minute()} min: four nodes run`);
  const visits = setInterval(() => void four.guest().catch(() => {}), 8 * 60_000);
  await rules.watch(silentFor);
  clearInterval(visits);
  const told = rules.firedFor(mesh);
  console.log(`\nSilent for ${silentFor} minutes: ${told.length === 0 ? "yes" : `no: ${told.join(", ")}`}`);
  if (early.length > 0) console.log(`Before: ${early.join(", ")}`);
  return told;
}

try {
  const ports = await Promise.all(faults.map(freePort));
  const four = values.only === undefined ? await startMesh(programs, join(scratch, "devnet")) : undefined;
  const own = fileURLToPath(new URL("../docker/monitoring/alerts.yml", import.meta.url));
  const prometheus = await startPrometheus(programs, {
    scratch,
    rules: [own, ...positionals.map((file) => resolve(file))],
    jobs: [
      ...(four === undefined ? [] : [{ name: mesh, ports: four.ports }]),
      ...faults.map(({ job }, index) => ({ name: job, ports: [ports[index] as number] })),
    ],
    every: 15,
  });
  const rules = createRuleWatch(prometheus);
  const told = four === undefined ? [] : await watchSilence(four, rules);

  let missing = 0;
  if (faultsFor > 0) {
    for (const [index, { job, cause }] of faults.entries())
      void cause(ports[index] as number, over.signal).catch((error: unknown) => {
        if (!over.signal.aborted) console.error(`${job}: ${error}`);
      });
    four?.stopTwo();
    await rules.watch(faultsFor);
    const rows = [...(four === undefined ? [] : [stopped]), ...faults].flatMap(({ job, what, alerts }) =>
      rules.outcomes(job, alerts).map(({ rule, when }) => [rule, what, when]),
    );
    console.log(`\n${tableText([["alert", "fault", "fired at, min"], ...rows])}`);
    missing = rows.filter(([, , when]) => when === "never" || when === "waits").length;
  }
  for (const one of rules.broken()) console.log(`broken: ${one}`);
  process.exitCode = told.length + missing + rules.broken().length === 0 ? 0 : 1;
} finally {
  await end();
}
process.exit();
