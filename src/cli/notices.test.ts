import { expect, it } from "vitest";
import { commands } from "./commands.ts";
import { parseArguments } from "./program.ts";

/** The notices of a line of the node, or of another command. */
function notices(line: string, name = ""): string[] {
  const command = commands.find((one) => one.name === name);
  return command?.notices?.(parseArguments(command, line.split(" "))) ?? [];
}

it("options that need an authority, a count or slots say so where there is none", () => {
  expect(notices("--chain local --sealing 5 --force-authoring --no-grandpa --offchain-worker always")).toEqual([
    "--sealing: No effect: this node is no authority (--validator, --dev or a development key makes it one).",
    expect.stringMatching(/^--force-authoring: No effect: this node is no authority/),
    expect.stringMatching(/^--no-grandpa: No effect: this node is no authority/),
    expect.stringMatching(/^--offchain-worker: No effect: this node is no authority/),
  ]);
  expect(notices("--dev --sealing manual --force-authoring --no-grandpa")).toEqual([
    "--force-authoring: No effect: blocks are sealed as --sealing says.",
    "--no-grandpa: No effect: blocks are sealed as --sealing says.",
  ]);
  expect(notices("--dev --engine rules --runtime x")).toEqual([
    "--runtime: No effect: --engine rules executes blocks by this project's rules.",
  ]);
  expect(notices("--dev --rpc-rate-limit-trust-proxy-headers --rpc-rate-limit-whitelisted-ips ::1/128")).toEqual([
    "--rpc-rate-limit-whitelisted-ips: No effect: without --rpc-rate-limit no calls are counted.",
    "--rpc-rate-limit-trust-proxy-headers: No effect: without --rpc-rate-limit no calls are counted.",
  ]);
});

it("options that have their effect say nothing", () => {
  expect(notices("--one --chain local --force-authoring --no-grandpa --offchain-worker always")).toEqual([]);
  expect(notices("--chain local --validator --sealing manual")).toEqual([]);
  expect(notices("--dev --rpc-rate-limit 5 --rpc-rate-limit-trust-proxy-headers")).toEqual([]);
  expect(notices("--chain local --offchain-worker never")).toEqual([]);
});

it("names what a fork does without", () => {
  expect(
    notices("--fork ws://127.0.0.1:1 --drand offline --bootnodes a --offchain-worker always --fork-rate 1"),
  ).toEqual([
    "--drand: No effect: a fork sends no pulses of randomness.",
    "--offchain-worker: No effect: a fork runs no offchain workers.",
    "--bootnodes: No effect: a fork looks for no peers.",
  ]);
  expect(notices("--dev --fork-block 3")).toEqual([
    "--fork-block: No effect: without --fork the chain begins with its genesis.",
  ]);
});

it("options of `dev` that need a fork or a state file say so where there is none", () => {
  const fork = "--fork-block 3 --fork-cache c --fork-sudo alice --fork-rate 2 --fork-timeout 5";
  const save = "--state-interval 5 --state-blocks";
  expect(notices(`${fork} ${save}`, "dev").map((line) => line.replace(/:.*without/, " needs"))).toEqual([
    "--fork-block needs --fork the chain begins with its genesis.",
    "--fork-cache needs --fork the chain begins with its genesis.",
    "--fork-rate needs --fork the chain begins with its genesis.",
    "--fork-sudo needs --fork the chain begins with its genesis.",
    "--fork-timeout needs --fork the chain begins with its genesis.",
    "--state-interval needs --state or --dump-state nothing is saved.",
    "--state-blocks needs --state or --dump-state nothing is saved.",
  ]);
  expect(notices(`--fork ws://127.0.0.1:1 ${fork}`, "dev")).toEqual([]);
  expect(notices(`--state s ${save}`, "dev")).toEqual([]);
  expect(notices("--load-state s --state-blocks", "dev")).toHaveLength(1);
});
