// `bittensor` 11 in a process of its own, connected to a chain for as long as its rules change.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("../..", import.meta.url));
const within = 60_000;
const patience = 20_000;

export interface PythonClient {
  /**
   * Has it pay. It asks for the version every 12 s only, so that after an upgrade it is given that time.
   * @returns what it says. @throws Error with its words when it could not, or says nothing
   */
  pay(): Promise<string>;
  stop(): void;
}

/** @param folder where it may keep what it learns of the chain */
export function startPythonClient(python: string, url: string, folder: string): PythonClient {
  const env = {
    ...{ ...process.env, HOME: folder, BITTENSOR_RUNTIME_CACHE_DIR: folder, NO_CACHE: "1" },
    ...{ PYTHONPATH: `${home}/test/clients`, PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8" },
  };
  const child = spawn(python, ["-m", "sdk_11.upgrade", url], { env, stdio: ["pipe", "pipe", "pipe"] });
  const lines = createInterface({ input: child.stdout });
  let errors = "";
  child.stderr.on("data", (data: Buffer) => (errors += data.toString("utf8")));
  const payOnce = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const silent = (): void => reject(new Error(`bittensor says nothing: ${errors.trim().split("\n").at(-1)}`));
      const timer = setTimeout(silent, within);
      child.once("exit", silent);
      lines.once("line", (line) => {
        clearTimeout(timer);
        child.off("exit", silent);
        if (line.startsWith("ok ")) resolve(line.slice(3));
        else reject(new Error(`bittensor: ${line}`));
      });
      child.stdin.write("pay\n");
    });
  return {
    async pay() {
      for (const end = Date.now() + patience; ; )
        try {
          return await payOnce();
        } catch (error) {
          if (Date.now() > end || child.exitCode !== null) throw error;
          await new Promise((resolve) => setTimeout(resolve, 1000));
        }
    },
    stop: () => void child.kill(),
  };
}
