// A throw-away PostgreSQL cluster on a local socket-less port, run by an unprivileged user.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PORT = 8183;

function binaries() {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).map(Number).filter((version) => version >= 15) : [];
  if (versions.length === 0) throw new Error("PostgreSQL 15 or newer is needed: apt-get install postgresql");
  return join(root, String(Math.max(...versions)), "bin");
}

export async function startCluster() {
  const folder = mkdtempSync(join(tmpdir(), "motcua-e2e-pg-"));
  const user = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--"] : [];
  if (user.length > 0) execFileSync("chown", ["postgres", folder]);
  const run = (program, args) => {
    const [command, ...rest] = [...user, join(binaries(), program), ...args];
    return { command, rest };
  };
  const data = join(folder, "data");
  const init = run("initdb", ["-D", data, "-U", "motcua", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]);
  execFileSync(init.command, init.rest, { stdio: "ignore", cwd: folder });
  const serve = run("postgres", ["-D", data, "-p", String(PORT), "-c", "listen_addresses=127.0.0.1", "-k", folder, "-F"]);
  const server = spawn(serve.command, serve.rest, { stdio: "ignore", cwd: folder });
  const url = `postgres://motcua@127.0.0.1:${PORT}/postgres`;
  const ready = run("pg_isready", ["-h", "127.0.0.1", "-p", String(PORT)]);
  for (let turn = 0; turn < 100; turn += 1) {
    try {
      execFileSync(ready.command, ready.rest, { stdio: "ignore", cwd: folder });
      return { url, stop: () => stopCluster(server, run, data, folder) };
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  throw new Error("the PostgreSQL cluster did not start");
}

function stopCluster(server, run, data, folder) {
  const stop = run("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
  try {
    execFileSync(stop.command, stop.rest, { stdio: "ignore", cwd: folder });
  } catch {
    server.kill("SIGKILL");
  }
}
