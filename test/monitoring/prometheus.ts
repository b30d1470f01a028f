import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../support/node-process.ts";

/** Programs that end with this one. */
export interface Programs {
  /**
   * Starts a program. Its output goes nowhere unless `output` takes it.
   * @param advice said when it cannot be run, which ends this process
   */
  start(
    command: string,
    args: readonly string[],
    options: { readonly advice: string; output?(text: string): void },
  ): ChildProcess;
  /** Ends all of them, in order. */
  end(): Promise<void>;
}

export function createPrograms(): Programs {
  const children: ChildProcess[] = [];
  process.on("exit", () => {
    for (const child of children) child.kill();
  });
  return {
    start(command, args, { advice, output }) {
      const child = spawn(command, args, { stdio: ["ignore", output === undefined ? "ignore" : "pipe", "ignore"] });
      child.stdout?.on("data", (data) => output?.(String(data)));
      child.on("error", (error) => {
        console.error(`${command} cannot be run (${error.message}): ${advice}`);
        process.exit(1);
      });
      children.push(child);
      return child;
    },
    async end() {
      await Promise.all(
        children.map((child) => {
          if (child.exitCode !== null || child.signalCode !== null) return undefined;
          const gone = new Promise((resolve) => child.once("exit", resolve));
          child.kill("SIGTERM");
          return gone;
        }),
      );
    },
  };
}

/** Nodes that are asked for their metrics under one name. */
export interface Job {
  readonly name: string;
  /** Ports of 127.0.0.1. */
  readonly ports: readonly number[];
}

/** A Prometheus that runs here. */
export interface Prometheus {
  /** Asks its HTTP API. @throws Error with what it says is wrong */
  ask<T>(path: string): Promise<T>;
}

/** Starts a Prometheus. @param every seconds between two looks at the nodes, and at the rules */
export async function startPrometheus(
  programs: Programs,
  {
    scratch,
    rules,
    jobs,
    every,
  }: {
    readonly scratch: string;
    readonly rules: readonly string[];
    readonly jobs: readonly Job[];
    readonly every: number;
  },
): Promise<Prometheus> {
  const port = await freePort();
  const file = join(scratch, "prometheus.yml");
  writeFileSync(
    file,
    JSON.stringify({
      // A node that is busy beyond measure still says so.
      global: { scrape_interval: `${every}s`, scrape_timeout: `${every - 1}s`, evaluation_interval: `${every}s` },
      rule_files: rules,
      scrape_configs: jobs.map(({ name, ports }) => ({
        job_name: name,
        static_configs: [{ targets: ports.map((one) => `127.0.0.1:${one}`) }],
      })),
    }),
  );
  programs.start(
    "prometheus",
    [`--config.file=${file}`, `--storage.tsdb.path=${join(scratch, "data")}`, `--web.listen-address=127.0.0.1:${port}`],
    { advice: "install it, on Debian with apt-get install prometheus" },
  );
  return {
    async ask<T>(path: string) {
      const answer = (await (await fetch(`http://127.0.0.1:${port}/api/v1/${path}`)).json()) as {
        status: string;
        error?: string;
        data: T;
      };
      if (answer.status !== "success") throw new Error(answer.error);
      return answer.data;
    },
  };
}
