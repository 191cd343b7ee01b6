//! The shared cluster: found running, or started, and leased for as long as this process lives.
//!
//! Each user of it holds a shared lock on one file. A keeper in the background tries for the
//! exclusive lock; having got it for a while it knows that nobody is there, stops the server and
//! removes its data. Durability is switched off: a cluster that lives for minutes has nothing to
//! keep.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::binaries::Binaries;
use super::connect;

const SETTINGS: &str = "
listen_addresses = ''
max_connections = 400
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
jit = off
max_wal_size = '2GB'
";

/// Stops the server once nobody has held a lease for twenty looks, a second apart.
/// `$1` is the folder, `$2` the program `pg_ctl`.
const KEEPER: &str = r#"
(
  exec 8<"$1/keeper" 9<"$1/lease"
  flock -n -x 8 || exit 0
  idle=0
  while sleep 1; do
    if flock -n -x 9; then
      idle=$((idle + 1))
      [ "$idle" -lt 20 ] || break
      flock -u 9
    else
      idle=0
    fi
  done
  "$2" -D "$1/run/data" -m immediate -w stop
  rm -rf "$1/run/data" "$1/run/socket" "$1/run/log"
) &
"#;

/// The address of the maintenance database, for as long as this process lives.
pub(super) fn admin_url() -> Result<&'static str, String> {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::obtain).as_ref().map(|cluster| cluster.url.as_str()).map_err(Clone::clone)
}

struct Cluster {
    url: String,
    /// The shared lock ends with the process.
    _lease: Option<File>,
}

impl Cluster {
    fn obtain() -> Result<Self, String> {
        if let Ok(url) = std::env::var("MOTCUA_TEST_PG") {
            return Ok(Self { url, _lease: None });
        }
        let place = Place::new(Binaries::find()?)?;
        let lease = place.lock_file("lease")?;
        lease.lock_shared().map_err(|error| format!("could not lease the cluster: {error}"))?;
        let starting = place.lock_file("starting")?;
        starting.lock().map_err(|error| format!("could not wait for the cluster: {error}"))?;
        if connect(&place.url()).is_err() {
            place.start()?;
        }
        place.ensure_keeper()?;
        Ok(Self { url: place.url(), _lease: Some(lease) })
    }
}

/// The folder of the cluster, and the account that runs it.
struct Place {
    folder: PathBuf,
    binaries: Binaries,
    /// Another account when we are root, because PostgreSQL refuses to run as root.
    account: Option<(u32, u32)>,
}

impl Place {
    fn new(binaries: Binaries) -> Result<Self, String> {
        let me = fs::metadata("/proc/self").map_err(|error| format!("could not learn who I am: {error}"))?.uid();
        // The path of a Unix socket is at most 107 bytes long, so the folder stands at the top.
        let folder = PathBuf::from(format!("/tmp/motcua-pg-{me}-{}", binaries.major));
        let account = if me == 0 { Some(unprivileged_account()?) } else { None };
        let place = Self { folder, binaries, account };
        for (path, mode) in [(place.folder.clone(), 0o711), (place.run_folder(), 0o700)] {
            DirBuilder::new().recursive(true).mode(mode).create(&path).map_err(|error| told(&path, &error))?;
        }
        let owner = fs::metadata(&place.folder).map_err(|error| told(&place.folder, &error))?.uid();
        if owner != me {
            return Err(format!("{} belongs to somebody else", place.folder.display()));
        }
        if let Some((user, group)) = place.account {
            let run = place.run_folder();
            chown(&run, Some(user), Some(group)).map_err(|error| told(&run, &error))?;
        }
        place.lock_file("keeper")?;
        Ok(place)
    }

    fn run_folder(&self) -> PathBuf {
        self.folder.join("run")
    }

    fn data_folder(&self) -> PathBuf {
        self.run_folder().join("data")
    }

    fn url(&self) -> String {
        format!("postgres:///postgres?host={}&user=motcua", self.run_folder().join("socket").display())
    }

    fn lock_file(&self, name: &str) -> Result<File, String> {
        let path = self.folder.join(name);
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| told(&path, &error))
    }

    /// Makes a new cluster; what a killed one left behind is removed first.
    fn start(&self) -> Result<(), String> {
        let data = self.data_folder();
        let socket = self.run_folder().join("socket");
        if data.exists() {
            // Fails when nothing runs any more, which is what we want.
            let _ = self.call("pg_ctl", &["-D", &data.to_string_lossy(), "-m", "immediate", "-w", "stop"]);
            fs::remove_dir_all(&data).map_err(|error| told(&data, &error))?;
        }
        fs::create_dir_all(&socket).map_err(|error| told(&socket, &error))?;
        if let Some((user, group)) = self.account {
            chown(&socket, Some(user), Some(group)).map_err(|error| told(&socket, &error))?;
        }
        let data = data.to_string_lossy().into_owned();
        let make = ["-D", &data, "-U", "motcua", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
        self.call("initdb", &make)?;
        self.write_settings(&socket)?;
        let log = self.run_folder().join("log");
        self.call("pg_ctl", &["-D", &data, "-l", &log.to_string_lossy(), "-w", "-t", "60", "start"])
            .map_err(|why| format!("{why}\n{}", fs::read_to_string(&log).unwrap_or_default()))
    }

    fn write_settings(&self, socket: &Path) -> Result<(), String> {
        let path = self.data_folder().join("postgresql.conf");
        let text = format!("{SETTINGS}unix_socket_directories = '{}'\n", socket.display());
        let opened = OpenOptions::new().append(true).open(&path);
        opened.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| told(&path, &error))
    }

    fn call(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        let path = self.binaries.program(program);
        let output = self.command(&path).args(arguments).output().map_err(|error| told(&path, &error))?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!("{program} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim()))
    }

    /// A command run by the cluster's account, in a folder that account may enter.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.run_folder()).stdin(Stdio::null()).env("LC_ALL", "C");
        for setting in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGOPTIONS"] {
            command.env_remove(setting);
        }
        if let Some((user, group)) = self.account {
            command.uid(user).gid(group);
        }
        command
    }

    /// Starts the keeper unless one holds its lock already.
    fn ensure_keeper(&self) -> Result<(), String> {
        if self.lock_file("keeper")?.try_lock().is_err() {
            return Ok(());
        }
        let shell = Path::new("/bin/sh");
        self.command(shell)
            .args(["-c", KEEPER, "keeper"])
            .arg(&self.folder)
            .arg(self.binaries.program("pg_ctl"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Stopping the tests from the keyboard must not stop the keeper.
            .process_group(0)
            .status()
            .map(drop)
            .map_err(|error| told(shell, &error))
    }
}

/// User and group of `postgres`, or of `nobody`.
fn unprivileged_account() -> Result<(u32, u32), String> {
    let accounts = fs::read_to_string("/etc/passwd").map_err(|error| told(Path::new("/etc/passwd"), &error))?;
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| account_named(&accounts, name))
        .ok_or_else(|| "PostgreSQL does not run as root, and there is no account `postgres` or `nobody`".to_owned())
}

/// `postgres:x:101:104:…` → (101, 104)
fn account_named(accounts: &str, name: &str) -> Option<(u32, u32)> {
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_by_name() {
        let accounts = "root:x:0:0::/:/bin/sh\npostgres:x:101:104::/:/bin/sh\n";
        assert_eq!(account_named(accounts, "postgres"), Some((101, 104)));
        assert_eq!(account_named(accounts, "post"), None);
    }
}
