import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allFigures } from "../../src/node/metrics/all-figures.ts";
import { exposedNames, namesIn } from "./metrics.ts";

const read = (path: string): string =>
  readFileSync(new URL(`../../docker/monitoring/${path}`, import.meta.url), "utf8");

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit: string } };
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
  readonly panels: readonly Panel[];
}

const dashboard = JSON.parse(read("dashboards/subtensor.json")) as Dashboard;
const graphs = dashboard.panels.filter(({ type }) => type !== "row");
const expressions = graphs.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const alerts = [...read("alerts.yml").matchAll(/^ +expr: (.+)$/gm)].map(([, expr]) => expr as string);

/** Metrics that no graph shows, since another one says it better. */
const notShown = [
  "substrate_unbounded_channel_len",
  "substrate_rpc_sessions_time",
  "substrate_sub_libp2p_distinct_peers_connections_opened_total",
  "substrate_sub_libp2p_distinct_peers_connections_closed_total",
  "substrate_sub_libp2p_kademlia_random_queries_total",
  "substrate_sub_libp2p_pending_connections",
  "substrate_sub_libp2p_listeners_local_addresses",
  "substrate_sub_libp2p_notifications_streams_opened_total",
  "substrate_sub_libp2p_notifications_streams_closed_total",
  "substrate_sync_import_queue_blocks_submitted",
  "substrate_sync_import_queue_justifications_submitted",
  "substrate_sync_propagated_transactions",
  "substrate_network_gossip_registered_messages_total",
  "substrate_network_gossip_expired_messages_total",
];

describe("the dashboard", () => {
  it("has what Grafana asks of a file", () => {
    expect(dashboard.uid).toBe("subtensor");
    expect(dashboard.schemaVersion).toBe(39);
    expect(dashboard.templating.list.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "datasource datasource",
      "instance query",
    ]);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });

  it("lays its panels out without a gap to the side and without one over another", () => {
    const taken = new Set<string>();
    for (const { title, gridPos } of dashboard.panels) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++)
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
          expect(x, title).toBeLessThan(24);
          expect(taken.has(`${x} ${y}`), title).toBe(false);
          taken.add(`${x} ${y}`);
        }
    }
    const rows = new Set([...taken].map((place) => place.split(" ")[1]));
    expect(taken.size).toBe(rows.size * 24);
  });

  it.each(graphs)(
    "$title: a sentence, a unit, a query for each line",
    ({ type, description, datasource, ...panel }) => {
      expect(["stat", "timeseries"]).toContain(type);
      expect(description).toMatch(/^[A-Z0-9].+/);
      expect(datasource).toEqual({ type: "prometheus", uid: `\${datasource}` });
      expect(panel.fieldConfig?.defaults.unit).toMatch(/^(none|short|s|µs|ops|bytes|Bps)$/);
      const letters = panel.targets?.map(({ refId }) => refId) ?? [];
      expect(letters).toEqual([..."ABCD"].slice(0, letters.length));
      for (const { expr, legendFormat } of panel.targets ?? []) {
        expect(expr).toContain(`instance=~"$instance"`);
        expect(legendFormat).toContain("{{");
      }
    },
  );

  it("asks only for metrics that a node has, and so do the alerts", async () => {
    const names = await exposedNames();
    const asked = [...expressions, ...alerts].flatMap(namesIn);
    expect(asked.length).toBeGreaterThan(60);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
  });

  it("shows every metric of ours, or another says it better", async () => {
    const names = await exposedNames();
    const shown = new Set(expressions.flatMap(namesIn).map((name) => names.get(name)));
    const ours = Object.values(allFigures()).flatMap((figures) => figures.map(({ name }) => name));
    expect(ours.filter((name) => !shown.has(name)).sort()).toEqual([...notShown].sort());
  });
});
