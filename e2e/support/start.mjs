// Starts both engines' servers with a fresh demo centre and stops them after the last journey.
import { spawn } from "node:child_process";
import { mkdtempSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startIdentityProvider } from "./identity.mjs";
import { startCluster } from "./postgres.mjs";
import { ENGINES, addressOf } from "./servers.mjs";

export default async function start() {
  const binary = process.env.MOTCUA_BIN;
  if (!binary) throw new Error("MOTCUA_BIN names the binary; run the journeys with `cargo xtask ci build e2e`");
  const cluster = await startCluster();
  const identity = await startIdentityProvider(ENGINES);
  const servers = ENGINES.map(({ name, port }) => {
    const data = mkdtempSync(join(tmpdir(), `motcua-e2e-${name}-`));
    const log = openSync(join(data, "server.log"), "w");
    const env = { ...process.env, PORT: String(port), MOTCUA_BASE_URL: addressOf(port), DATABASE_URL: name === "postgresql" ? cluster.url : "", ...identity.env };
    return { port, process: spawn(binary, ["serve", "--demo", "--data", data], { env, stdio: ["ignore", log, log] }), data };
  });
  await Promise.all(servers.map(answering));
  return async () => {
    for (const server of servers) server.process.kill("SIGTERM");
    await new Promise((done) => setTimeout(done, 500));
    identity.stop();
    cluster.stop();
  };
}

async function answering({ port, process: server, data }) {
  for (let turn = 0; turn < 600; turn += 1) {
    if (server.exitCode !== null) throw new Error(`the server stopped at once; see ${data}/server.log`);
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/thu-tuc`);
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`no answer on port ${port}; see ${data}/server.log`);
}
