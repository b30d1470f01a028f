// Starts the development chain with funded keys on port 9944, on a data directory that is kept (.data/dev, or .data/dev-pow-faucet with --pow-faucet); further arguments go to bin/subtensor.
import { join } from "node:path";
import { home, installMissing } from "./install.js";
import { hand } from "./run.js";

const given = process.argv.slice(2);
const places = given.some((argument) => /^(--tmp|-d.*|--base-path(=.*)?)$/.test(argument));
const slow = given.includes("--pow-faucet");
const rules = slow ? [] : ["--fast-runtime"];
const dataDirectory = places ? [] : ["--base-path", join(home, ".data", slow ? "dev-pow-faucet" : "dev")];

installMissing({ tests: false });
hand(join(home, "bin", "subtensor"), ["--dev", "--one", ...rules, ...dataDirectory, ...given]);
