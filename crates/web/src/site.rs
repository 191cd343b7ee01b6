//! What every request shares: the store, the clock, the settings of the centre, the sentences.

use std::path::PathBuf;
use std::sync::Arc;

use db::Db;

use crate::{Identify, Locales, RateLimiter};

/// Everything a page needs that is not its own. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    /// The store.
    pub db: Db,
    /// Who tells the time.
    pub clock: Arc<dyn calendar::Clock>,
    /// What the centre set.
    pub settings: Arc<Settings>,
    /// Sentences in both languages.
    pub locales: Arc<Locales>,
    /// How often one client may do one thing.
    pub limiter: Arc<RateLimiter>,
    /// Who stands behind a session or a token.
    pub identify: Arc<dyn Identify>,
}

impl Site {
    /// A site with an empty rate limiter.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Arc<dyn calendar::Clock>,
        settings: Settings,
        locales: Locales,
        identify: Arc<dyn Identify>,
    ) -> Self {
        Self {
            db,
            clock,
            settings: Arc::new(settings),
            locales: Arc::new(locales),
            limiter: Arc::new(RateLimiter::default()),
            identify,
        }
    }
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What the centre set for itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `Trung tâm Phục vụ hành chính công tỉnh …`.
    pub centre_name: String,
    /// Where the centre is.
    pub centre_address: String,
    /// When it is open, as one sentence; empty when not set.
    pub opening_hours: String,
    /// `tỉnh …`, with its kind.
    pub province_name: String,
    /// The telephone number people call, as it is read out.
    pub hotline: String,
    /// Scheme, host and port under which people reach the site, without a closing slash.
    pub base_url: String,
    /// Whether the site is reached by HTTPS only.
    pub secure_cookies: bool,
    /// Whether a reverse proxy stands in front and names the client in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// The largest file a person may upload.
    pub upload_limit_bytes: u64,
    /// Folder for uploads on their way in; emptied at start-up by [`crate::clear_spool`].
    pub spool: PathBuf,
    /// Where people file online.
    pub online_filing: OnlineFiling,
    /// Whether everything shown is invented; every page says so.
    pub demo: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            centre_name: "Trung tâm Phục vụ hành chính công".to_owned(),
            centre_address: String::new(),
            opening_hours: String::new(),
            province_name: "tỉnh".to_owned(),
            hotline: String::new(),
            base_url: "http://localhost:8080".to_owned(),
            secure_cookies: false,
            behind_proxy: false,
            upload_limit_bytes: 20 * 1024 * 1024,
            spool: std::env::temp_dir().join("motcua-spool"),
            online_filing: OnlineFiling::Here,
            demo: false,
        }
    }
}

/// Where people file online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnlineFiling {
    /// On this site.
    Here,
    /// On the national portal; this site only sends people there.
    NationalPortal {
        /// The address to send them to.
        url: String,
    },
}
