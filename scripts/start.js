// Starts the development chain with funded keys on port 9944, on a data directory that is kept (.data/dev); further arguments go to bin/subtensor.
import { join } from "node:path";
import { home, installMissing } from "./install.js";
import { hand } from "./run.js";

const given = process.argv.slice(2);
const places = given.some((argument) => /^(--tmp|-d.*|--base-path(=.*)?)$/.test(argument));
const dataDirectory = places ? [] : ["--base-path", join(home, ".data", "dev")];

installMissing({ tests: false });
hand(join(home, "bin", "subtensor"), ["--dev", "--one", "--fast-runtime", ...dataDirectory, ...given]);
