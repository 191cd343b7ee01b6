//! `motcua page-image`: draws one page of a PDF that stands on the input, and writes it to the output.
//! The server starts it for every page it shows, because the file is a stranger's: it may take only so
//! much memory and time, and what goes wrong in it ends with it.

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use pdf::PictureError;

use crate::Failure;

/// Largest file that is drawn from.
const BYTES_MAX: u64 = 256 << 20;
/// Memory of a drawing process.
const MEMORY_MAX: u64 = 2 << 30;
/// Seconds of work.
const SECONDS_MAX: u64 = 5;

/// Draws; the exit code says why not.
pub(crate) fn run(page: usize, width: u16) -> Result<ExitCode, Failure> {
    limit();
    let mut file = Vec::new();
    let read = std::io::stdin().lock().take(BYTES_MAX + 1).read_to_end(&mut file);
    read.map_err(|e| Failure::because("the file cannot be read", e))?;
    if file.len() as u64 > BYTES_MAX {
        return Err(Failure::plain(format!("the file is larger than {} MiB", BYTES_MAX >> 20)));
    }
    match pdf::picture(file, page, width) {
        Ok(picture) => {
            let written = std::io::stdout().lock().write_all(&picture.png);
            written.map_err(|e| Failure::because("the picture cannot be written", e))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(PictureError::NoSuchPage { .. }) => Ok(ExitCode::from(documents::NO_SUCH_PAGE)),
        Err(other) => Err(Failure::because("the page cannot be drawn", other)),
    }
}

#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limits = [(Resource::As, MEMORY_MAX), (Resource::Cpu, SECONDS_MAX), (Resource::Core, 0), (Resource::Fsize, 0)];
    for (resource, most) in limits {
        // A limit that the system does not know is one less, not a reason to show nothing.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
const fn limit() {}
