import { hearStopSignals } from "./node/stop-signals.ts";

// Signals are heard before anything else is loaded.
const signals = hearStopSignals(process.env.SUBTENSOR_NOHUP === "1");
const { hearReaders, runCli } = await import("./cli/cli.ts");
hearReaders();
process.exitCode = await runCli(process.argv.slice(2), signals);
