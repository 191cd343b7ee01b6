//! Configuration: flags and environment variables, nothing else, so that `motcua --help` shows it
//! all.

mod providers;
mod sign_in;
mod signing;

use std::net::SocketAddr;
use std::path::PathBuf;

use access::Policy;
use clap::Args;
use dossier::{Lead, Leads};
pub use providers::Vouching;
pub use sign_in::SignIn;
pub use signing::Signing;
use web::{OnlineFiling, Settings};

use crate::assemble::Choices;

/// What every command needs: where the data is.
#[derive(Args, Clone, Debug)]
pub struct Store {
    /// Database: `sqlite:PATH` or `postgres://…`; by default a file in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// Folder for the embedded database, files and messages.
    #[arg(long, env = "MOTCUA_DATA", default_value = "var")]
    pub data: PathBuf,
    /// Connections to the database.
    #[arg(long, env = "MOTCUA_CONNECTIONS", default_value_t = 8)]
    pub connections: usize,
}

impl Store {
    /// The address of the database.
    #[must_use]
    pub fn address(&self) -> String {
        let given = self.database.clone().filter(|address| !address.is_empty());
        given.unwrap_or_else(|| format!("sqlite:{}", self.data.join("motcua.db").display()))
    }

    /// Where uploaded files are kept.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }

    /// Where the file gateway writes messages.
    #[must_use]
    pub fn messages(&self) -> PathBuf {
        self.data.join("messages")
    }
}

/// What the server needs besides.
#[derive(Args, Clone, Debug)]
pub struct Centre {
    /// Address to listen on.
    #[arg(long, env = "MOTCUA_LISTEN")]
    listen: Option<SocketAddr>,
    /// Port on the loopback address, where no address is given.
    #[arg(long, env = "PORT", default_value_t = 8080)]
    port: u16,
    /// Address under which people reach the site, without a closing slash.
    #[arg(long, env = "MOTCUA_BASE_URL")]
    base_url: Option<String>,
    /// Name of the centre.
    #[arg(long, env = "MOTCUA_CENTRE", default_value = "Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh")]
    centre: String,
    /// Address of the centre.
    #[arg(long, env = "MOTCUA_ADDRESS", default_value = "Phường Hạ Long, tỉnh Quảng Ninh")]
    address: String,
    /// Opening hours, as one sentence.
    #[arg(long, env = "MOTCUA_HOURS", default_value = "Thứ Hai đến thứ Sáu: 7:30–11:30 và 13:30–17:30")]
    hours: String,
    /// Name of the province with its kind.
    #[arg(long, env = "MOTCUA_PROVINCE", default_value = "tỉnh Quảng Ninh")]
    province: String,
    /// Hotline.
    #[arg(long, env = "MOTCUA_HOTLINE", default_value = "1900 0000")]
    hotline: String,
    /// Largest file a person may upload, in MiB.
    #[arg(long, env = "MOTCUA_UPLOAD_MIB", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=500))]
    upload_mib: u64,
    /// How long before the due date officers are alerted: `1wd`, `4wh` or `90m` of working time.
    #[arg(long, env = "MOTCUA_DUE_SOON", default_value = "1wd")]
    due_soon: Lead,
    /// How many working days ahead the list of dossiers that are due soon looks.
    #[arg(long, env = "MOTCUA_DUE_SOON_LIST_DAYS", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=30))]
    due_soon_list_days: u32,
    /// Send people who file online to this portal instead of filing here.
    #[arg(long, env = "MOTCUA_NATIONAL_PORTAL")]
    national_portal: Option<String>,
    /// A reverse proxy stands in front and names the client in `X-Forwarded-For`.
    #[arg(long, env = "MOTCUA_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Folder with the authorities whose signatures count: certificates (PEM or DER), lists of revoked
    /// ones, OCSP answers.
    #[arg(long, env = "MOTCUA_TRUST")]
    pub trust: Option<PathBuf>,
    /// Create the demo centre when the store is empty, and say on every page that data is invented.
    #[arg(long, env = "MOTCUA_DEMO")]
    pub demo: bool,
    /// How people sign in.
    #[command(flatten)]
    pub sign_in: SignIn,
    /// Who vouches for people.
    #[command(flatten)]
    pub vouching: Vouching,
    /// Who signs with what.
    #[command(flatten)]
    pub signing: Signing,
}

impl Centre {
    /// Where the server listens.
    #[must_use]
    pub fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], self.port)))
    }

    /// Where people reach it.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.base_url.clone().unwrap_or_else(|| format!("http://{}", self.listen()))
    }

    /// What is due soon.
    #[must_use]
    pub fn choices(&self) -> Choices {
        let policy = self.sign_in.policy(self.demo);
        Choices {
            leads: self.leads(),
            policy: Policy { citizens_by_provider: self.vouching.citizens_by_provider, ..policy },
            providers: self.vouching.providers(&self.base_url()),
            signing: self.signing.settings(),
            ..Choices::default()
        }
    }

    /// How long ahead of a due date somebody is told.
    const fn leads(&self) -> Leads {
        Leads { alert: self.due_soon, list_days: self.due_soon_list_days }
    }

    /// The settings of the pages.
    #[must_use]
    pub fn settings(&self, store: &Store) -> Settings {
        let base_url = self.base_url();
        Settings {
            centre_name: self.centre.clone(),
            centre_address: self.address.clone(),
            opening_hours: self.hours.clone(),
            province_name: self.province.clone(),
            hotline: self.hotline.clone(),
            secure_cookies: base_url.starts_with("https://"),
            base_url,
            behind_proxy: self.behind_proxy,
            upload_limit_bytes: self.upload_mib * 1024 * 1024,
            spool: store.data.join("spool"),
            online_filing: match &self.national_portal {
                Some(url) => OnlineFiling::NationalPortal { url: url.clone() },
                None => OnlineFiling::Here,
            },
            demo: self.demo,
        }
    }
}
