import { expect, it } from "vitest";
import { devnetAuthorities } from "./authorities.ts";
import { planNodes, startScript } from "./plan.ts";

const plan = (count: number, more: string[] = []) =>
  planNodes({
    authorities: devnetAuthorities(count),
    ports: { rpc: 9944, peers: 30334, metrics: 9615 },
    base: "/data",
    spec: "/data/chain.json",
    offlineDrand: true,
    more,
  });

it("each node has keys and ports of its own, and knows the others", () => {
  const [one, two] = plan(2, ["--log", "debug"]);
  expect(one?.args.join(" ")).toBe(
    "--chain /data/chain.json --base-path /data/one --name One --validator " +
      `--node-key ${"1".padStart(64, "0")} --port 30334 --rpc-port 9944 --rpc-cors all --prometheus-port 9615 ` +
      "--bootnodes /ip4/127.0.0.1/tcp/30335/p2p/12D3KooWHdiAxVd8uMQR1hGWXccidmfCwLqcMpGwR6QcTP6QRMuD " +
      "--reserved-nodes /ip4/127.0.0.1/tcp/30335/p2p/12D3KooWHdiAxVd8uMQR1hGWXccidmfCwLqcMpGwR6QcTP6QRMuD " +
      "--allow-private-ip --no-mdns --no-telemetry --drand offline --log debug",
  );
  expect(two?.ports).toEqual({ rpc: 9945, peers: 30335, metrics: 9616 });
  expect(two?.args.join(" ")).toContain("--drand offline --offchain-worker never --log debug");
});

it("every node of four is told of the three others", () => {
  for (const { args } of plan(4)) {
    expect(args.filter((word) => word.startsWith("/ip4/"))).toHaveLength(6);
  }
});

it("a lone node needs no others", () => {
  const [one] = plan(1);
  expect(one?.args).toContain("--force-authoring");
  expect(one?.args).not.toContain("--bootnodes");
});

it("a script starts a node again, whatever its arguments are", () => {
  const [one] = plan(1, ["--name", "it's a node"]);
  if (one === undefined) throw new Error("there is one node");
  const script = startScript("/my path/subtensor", one);
  expect(script.split("\n")[0]).toBe("#!/bin/sh");
  expect(script).toContain("exec '/my path/subtensor' --chain /data/chain.json ");
  expect(script).toContain(`--name 'it'\\''s a node'\n`);
});
