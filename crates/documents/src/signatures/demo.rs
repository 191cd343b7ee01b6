//! An authority for demonstrations, with certificates and key files of its own, made by `openssl` on the
//! machine. Every certificate says that it has no legal value, and the key of the authority is thrown
//! away when the last one is made.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Who is given a certificate.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    /// Name of the files, without their ending.
    pub file: &'a str,
    /// Whom it names.
    pub name: &'a str,
    /// Post; empty for an agency.
    pub title: &'a str,
    /// Agency.
    pub organisation: &'a str,
}

/// Why there is no demonstration of signing.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// `openssl` is not there, or a folder cannot be written.
    #[error("openssl cannot be run, or the folder of demo keys cannot be written")]
    Io(#[from] io::Error),
    /// `openssl` refused.
    #[error("openssl did not make the demo certificates: {0}")]
    Refused(String),
}

/// Folder with the authority, as a trust list.
pub const TRUST: &str = "tin-cay";
/// Name of the authority.
const AUTHORITY: &str = "CA trình diễn Một Cửa (không có giá trị pháp lý)";
const DAYS: i64 = 3650;

const SETTINGS: &str = "
[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
serial = serial
unique_subject = no
default_md = sha256
policy = any
copy_extensions = none
crlnumber = crlnumber
crl_extensions = list
[list]
authorityKeyIdentifier = keyid
[any]
countryName = optional
organizationName = optional
title = optional
commonName = supplied
[req]
distinguished_name = nobody
[nobody]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[person]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature,nonRepudiation
";

/// Makes the authority and the certificates; key files are locked with `pin`. For each name there is then
/// a `.p12` and a `.pem` in the folder, and a trust list beside them.
///
/// # Errors
/// [`DemoError`].
pub fn make(folder: &Path, named: &[Named<'_>], pin: &str, now: Timestamp) -> Result<(), DemoError> {
    let trust = folder.join(TRUST);
    fs::create_dir_all(&trust)?;
    let office = Office { folder: folder.join(".lam"), pin, now };
    fs::create_dir_all(&office.folder)?;
    for (file, text) in [("settings", SETTINGS), ("index.txt", ""), ("serial", "1000\n"), ("crlnumber", "01\n")] {
        fs::write(office.folder.join(file), text)?;
    }
    let made = office.fill(named).and_then(|()| {
        for ending in ["pem", "crl"] {
            fs::copy(office.folder.join(format!("ca.{ending}")), trust.join(format!("ca-trinh-dien.{ending}")))?;
        }
        for one in named {
            for file in ["pem", "p12"].map(|ending| format!("{}.{ending}", one.file)) {
                fs::copy(office.folder.join(&file), folder.join(&file))?;
            }
        }
        Ok(())
    });
    fs::remove_dir_all(&office.folder)?;
    made
}

struct Office<'a> {
    folder: std::path::PathBuf,
    pin: &'a str,
    now: Timestamp,
}

impl Office<'_> {
    fn fill(&self, named: &[Named<'_>]) -> Result<(), DemoError> {
        self.request("ca", &format!("/C=VN/O=Một Cửa/CN={AUTHORITY}"))?;
        self.certify("ca", &["-selfsign", "-keyfile", "ca.key", "-extensions", "root"])?;
        for one in named {
            let plain = |text: &str| text.replace(['/', '+', '\\'], " ");
            let title = if one.title.is_empty() { String::new() } else { format!("/title={}", plain(one.title)) };
            let (organisation, name) = (plain(one.organisation), plain(one.name));
            self.request(one.file, &format!("/C=VN/O={organisation}{title}/CN={name} (trình diễn)"))?;
            self.certify(one.file, &["-cert", "ca.pem", "-keyfile", "ca.key", "-extensions", "person"])?;
            let [key, own, out] = ["key", "pem", "p12"].map(|ending| format!("{}.{ending}", one.file));
            let export = ["pkcs12", "-export", "-inkey", &key, "-in", &own, "-certfile", "ca.pem", "-out", &out];
            self.openssl(&[export.as_slice(), &["-passout", "env:MOTCUA_DEMO_PIN"]].concat())?;
        }
        let [from, to] = self.days();
        let list = ["ca", "-config", "settings", "-cert", "ca.pem", "-keyfile", "ca.key", "-gencrl", "-out", "ca.crl"];
        self.openssl(&[list.as_slice(), &["-crl_lastupdate", &from, "-crl_nextupdate", &to]].concat())
    }

    fn request(&self, name: &str, subject: &str) -> Result<(), DemoError> {
        let [key, request] = ["key", "csr"].map(|ending| format!("{name}.{ending}"));
        let curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:named_curve"];
        self.openssl(&[["genpkey", "-out", &key].as_slice(), &curve].concat())?;
        let ask = ["req", "-new", "-utf8", "-config", "settings", "-key", &key, "-subj", subject, "-out", &request];
        self.openssl(&ask)
    }

    fn certify(&self, name: &str, by: &[&str]) -> Result<(), DemoError> {
        let [request, out] = ["csr", "pem"].map(|ending| format!("{name}.{ending}"));
        let [from, to] = self.days();
        let words = ["ca", "-config", "settings", "-batch", "-notext", "-utf8", "-in", &request, "-out", &out];
        self.openssl(&[words.as_slice(), &["-startdate", &from, "-enddate", &to], by].concat())
    }

    fn days(&self) -> [String; 2] {
        let day = SignedDuration::from_hours(24);
        let to = SignedDuration::from_hours(24 * DAYS);
        let written = |at: Timestamp| Offset::UTC.to_datetime(at).strftime("%Y%m%d%H%M%SZ").to_string();
        [self.now.saturating_sub(day), self.now.saturating_add(to)].map(|at| written(at.unwrap_or(self.now)))
    }

    fn openssl(&self, words: &[&str]) -> Result<(), DemoError> {
        let mut command = Command::new("openssl");
        let output = command.args(words).current_dir(&self.folder).env("MOTCUA_DEMO_PIN", self.pin).output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(DemoError::Refused(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}
