import { setTimeout as sleep } from "node:timers/promises";
import type { Prometheus } from "./prometheus.ts";

/** A rule as Prometheus tells of it. `duration` is how long it waits before it fires, s. */
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

/** What rules say over time. */
export interface RuleWatch {
  /** Looks every 15 s for so many minutes; prints what fires first. */
  watch(minutes: number): Promise<void>;
  look(): Promise<void>;
  /** Minutes since the beginning, as text. */
  minute(): string;
  /** The rules that fired for nodes of a job since they were forgotten. */
  firedFor(job: string): string[];
  forget(): void;
  /**
   * For each rule that goes by one of these names ("Name", "Name severity", "Name severity for SECONDS"): when it fired for
   * a job, "waits" or "never".
   */
  outcomes(job: string, names: readonly string[]): { readonly rule: string; readonly when: string }[];
  /** Rules that cannot be evaluated. */
  broken(): string[];
}

const severityOf = ({ labels: { severity = "" } }: Rule): string => severity;
const keyOf = (job: string, rule: Rule): string => `${job} ${rule.name} ${severityOf(rule)} for ${rule.duration}`;
const goesBy = (rule: Rule, name: string): boolean => {
  const severe = `${rule.name} ${severityOf(rule)}`;
  return [rule.name, severe, `${severe} for ${rule.duration}`].includes(name);
};

export function createRuleWatch(prometheus: Prometheus): RuleWatch {
  const began = Date.now();
  const fired = new Map<string, string>();
  let rules: readonly Rule[] = [];
  const minute = (): string => ((Date.now() - began) / 60_000).toFixed(1);
  const look = async (): Promise<void> => {
    const { groups } = await prometheus.ask<{ groups: { rules: Rule[] }[] }>("rules?type=alert");
    rules = groups.flatMap((group) => group.rules);
    for (const rule of rules)
      for (const { state, labels } of rule.alerts) {
        const key = keyOf(labels.job ?? "", rule);
        if (state !== "firing" || fired.has(key)) continue;
        fired.set(key, minute());
        console.log(`${minute()} min: ${key} s fires for ${labels.instance}`);
      }
  };
  const waits = (rule: Rule, job: string): boolean => rule.alerts.some(({ labels }) => labels.job === job);
  return {
    look,
    minute,
    async watch(minutes) {
      for (const until = Date.now() + minutes * 60_000; Date.now() < until; await look()) await sleep(15_000);
    },
    firedFor: (job) => [...fired.keys()].filter((key) => key.startsWith(`${job} `)),
    forget: () => fired.clear(),
    outcomes: (job, names) =>
      names.flatMap((name) =>
        rules
          .filter((rule) => goesBy(rule, name))
          .map((rule) => ({
            rule: `${rule.name} (${severityOf(rule)}, after ${rule.duration} s)`,
            when: fired.get(keyOf(job, rule)) ?? (waits(rule, job) ? "waits" : "never"),
          })),
      ),
    broken: () =>
      rules.filter(({ health }) => health === "err").map(({ name, lastError = "" }) => `${name}: ${lastError}`),
  };
}
