//! Who vouches for people: flags and environment variables that become [`access::Providers`].

use std::sync::Arc;

use access::{Known, OpenId, OpenIdSettings, Providers};
use clap::Args;

/// Where a browser comes back to.
const BACK: &str = "/dinh-danh/ve";

/// The identity providers of the installation.
#[derive(Args, Clone, Debug)]
pub struct Vouching {
    /// OpenID Connect issuer that vouches for citizens and businesses (VNeID through the national
    /// sign-in); without it they use passwords.
    #[arg(long, env = "MOTCUA_CITIZEN_ISSUER", value_parser = issuer)]
    citizen_issuer: Option<String>,
    /// The name of that provider on the button.
    #[arg(long, env = "MOTCUA_CITIZEN_PROVIDER", default_value = "VNeID")]
    citizen_provider: String,
    /// Our client there.
    #[arg(long, env = "MOTCUA_CITIZEN_CLIENT", default_value = "motcua")]
    citizen_client: String,
    /// The client's secret.
    #[arg(long, env = "MOTCUA_CITIZEN_SECRET", hide_env_values = true)]
    citizen_secret: Option<String>,
    /// What is asked for besides the identity, separated by blanks.
    #[arg(long, env = "MOTCUA_CITIZEN_SCOPES", default_value = "")]
    citizen_scopes: String,
    /// OpenID Connect issuer that vouches for officers; its `preferred_username` is the officer's login.
    #[arg(long, env = "MOTCUA_STAFF_ISSUER", value_parser = issuer)]
    staff_issuer: Option<String>,
    /// The name of that provider on the button.
    #[arg(long, env = "MOTCUA_STAFF_PROVIDER", default_value = "tài khoản công vụ")]
    staff_provider: String,
    /// Our client there.
    #[arg(long, env = "MOTCUA_STAFF_CLIENT", default_value = "motcua")]
    staff_client: String,
    /// The client's secret.
    #[arg(long, env = "MOTCUA_STAFF_SECRET", hide_env_values = true)]
    staff_secret: Option<String>,
    /// What is asked for besides the identity, separated by blanks.
    #[arg(long, env = "MOTCUA_STAFF_SCOPES", default_value = "profile")]
    staff_scopes: String,
    /// Citizens sign in through their provider only; a password then only proves an older account that
    /// is to be linked.
    #[arg(long, env = "MOTCUA_CITIZENS_BY_PROVIDER", requires = "citizen_issuer")]
    pub citizens_by_provider: bool,
}

impl Vouching {
    /// The providers, for a site at an address.
    #[must_use]
    pub fn providers(&self, base_url: &str) -> Providers {
        let known = |issuer: &Option<String>, name: &str, client: &str, secret: &Option<String>, scopes: &str| {
            let settings = OpenIdSettings {
                issuer: issuer.clone()?,
                client: client.to_owned(),
                secret: secret.clone().filter(|secret| !secret.is_empty()),
                back: format!("{base_url}{BACK}"),
                scopes: scopes.split_whitespace().map(str::to_owned).collect(),
            };
            Some(Known { name: name.to_owned(), provider: Arc::new(OpenId::new(settings)) })
        };
        Providers {
            citizen: known(
                &self.citizen_issuer,
                &self.citizen_provider,
                &self.citizen_client,
                &self.citizen_secret,
                &self.citizen_scopes,
            ),
            staff: known(
                &self.staff_issuer,
                &self.staff_provider,
                &self.staff_client,
                &self.staff_secret,
                &self.staff_scopes,
            ),
        }
    }
}

/// Identities travel encrypted, except on one machine.
fn issuer(text: &str) -> Result<String, String> {
    let is_here = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|here| text.strip_prefix(here).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])));
    match text.starts_with("https://") || is_here {
        true => Ok(text.to_owned()),
        false => Err("an issuer's address begins with https://".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        vouching: Vouching,
    }

    fn line(arguments: &[&str]) -> Option<Providers> {
        let line = Line::try_parse_from([&["motcua"], arguments].concat()).ok()?;
        Some(line.vouching.providers("https://motcua.example"))
    }

    #[test]
    fn an_issuer_is_reached_encrypted_or_on_this_machine() {
        for good in ["https://id.example/oauth2/token", "http://127.0.0.1:9000", "http://localhost/"] {
            assert!(line(&["--citizen-issuer", good]).unwrap().citizen.is_some(), "{good}");
        }
        for bad in ["http://id.example", "http://localhost.example", "http://127.0.0.1.example", "id.example", ""] {
            assert!(line(&["--staff-issuer", bad]).is_none(), "{bad}");
        }
    }

    #[test]
    fn citizens_cannot_be_sent_to_a_provider_that_is_not_set() {
        assert!(line(&["--citizens-by-provider"]).is_none());
        let none = line(&[]).unwrap();
        assert!(none.citizen.is_none() && none.staff.is_none());
    }
}
