import { callsOf } from "../../src/runtime/frame/outer-types.ts";
import { createRuntime, local } from "../../src/runtime/index.ts";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const part = (built: number, all: number): string => (built === all ? `all ${all}` : `${built} of ${all}`);

/** `docs/status.md`: which calls and runtime API methods of the original work, from the declarations themselves. */
export function statusPage(): string {
  const runtime = createRuntime(local);
  const pallets = runtime.pallets.map(({ index, pallet }) => ({
    index,
    name: pallet.name,
    calls: callsOf(pallet, runtime.rules),
  }));
  const calls = pallets.flatMap((pallet) => pallet.calls);
  const methods = runtime.apis.flatMap((api) => Object.values(api.methods));
  const whole = ({ run, unbuilt }: { readonly run?: unknown; readonly unbuilt?: string }): boolean =>
    run !== undefined && unbuilt === undefined;
  const built = (list: readonly { readonly run?: unknown; readonly unbuilt?: string }[]): number =>
    list.filter(whole).length;
  return `# Status against the original

Made from the declarations by \`npm run docs\`. Everything is declared: storage, calls, events, errors, constants and runtime APIs of all
${runtime.pallets.length} pallets, as the metadata shows. What is not built is refused, never answered with a made-up result: the transaction pool
refuses the call, authoring never includes it, import and replay stop with its name, and a runtime API method answers with an error.
Of JSON-RPC, the methods of Ethereum's tools (\`eth_*\`, \`net_*\`, \`web3_*\`, \`debug_*\`) are not there; [reference/rpc.md](reference/rpc.md) has those that are.

Calls: ${part(built(calls), calls.length)}. Runtime API methods: ${part(built(methods), methods.length)}.

## Calls

${table(
  ["pallet", "built", "not built"],
  pallets
    .filter((pallet) => pallet.calls.length > 0)
    .map(({ index, name, calls: own }) => [
      `${index} ${name}`,
      part(built(own), own.length),
      own
        .filter((call) => !whole(call))
        .map(({ name: call, unbuilt }) => (unbuilt === undefined ? call : `${call} (${unbuilt})`))
        .join(", "),
    ]),
)}

## Runtime APIs

${table(
  ["API", "version", "built", "not built"],
  runtime.apis.map(({ name, version, methods: own }) => [
    name,
    String(version),
    part(built(Object.values(own)), Object.keys(own).length),
    Object.entries(own)
      .filter(([, { run }]) => run === undefined)
      .map(([method]) => method)
      .join(", "),
  ]),
)}
`;
}
