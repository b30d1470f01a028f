/** What is said beside the log has the log's form: with `--log-format json` it is one object a line too. */
export function say(level: "warn" | "error", message: string, json: boolean): void {
  const entry = { level, time: new Date().toISOString(), target: "subtensor", message };
  console.error(json ? JSON.stringify(entry) : level === "error" ? `subtensor: ${message}` : message);
}
