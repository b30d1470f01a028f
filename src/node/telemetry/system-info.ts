import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";

/** What is known of the machine, as the original's telemetry has it. */
export interface SystemInfo {
  readonly cpu: string | null;
  /** Bytes. */
  readonly memory: number | null;
  /** Physical cores, not the threads that they run. */
  readonly core_count: number | null;
  readonly linux_kernel: string | null;
  readonly linux_distro: string | null;
  readonly is_virtual_machine: boolean | null;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // A machine without the file does not say.
    return undefined;
  }
}

/** The value of the first line that has a key, as /proc and /etc write them. */
function valueOf(text: string | undefined, key: string): string | undefined {
  return text === undefined ? undefined : new RegExp(`^${key}\\s*[:=]\\s*"?([^"\\n]+)`, "m").exec(text)?.[1];
}

/** Rust: `sc_sysinfo gather_sysinfo`. */
export function systemInfo(): SystemInfo {
  const cpu = cpus()[0]?.model ?? null;
  const memory = totalmem();
  if (process.platform !== "linux") {
    return { cpu, memory, core_count: null, linux_kernel: null, linux_distro: null, is_virtual_machine: null };
  }
  const processors = read("/proc/cpuinfo");
  const cores = new Set(
    processors?.split("\n\n").flatMap((one) => {
      const [chip, core] = [valueOf(one, "physical id"), valueOf(one, "core id")];
      return chip === undefined || core === undefined ? [] : [`${chip} ${core}`];
    }),
  );
  return {
    cpu,
    memory,
    core_count: cores.size === 0 ? null : cores.size,
    linux_kernel: release(),
    linux_distro: valueOf(read("/etc/os-release"), "PRETTY_NAME") ?? null,
    is_virtual_machine: processors === undefined ? null : /^flags\s*:.*\bhypervisor\b/m.test(processors),
  };
}

const architectures: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };

/** The platform in the terms of the original's compiler. */
export function targetInfo(): Readonly<Record<"target_os" | "target_arch" | "target_env", string>> {
  const linux = process.platform === "linux";
  return {
    target_os: linux ? "linux" : "macos",
    target_arch: architectures[process.arch] ?? process.arch,
    target_env: linux ? "gnu" : "",
  };
}
