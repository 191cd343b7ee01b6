//! OpenID Connect: code flow with state, nonce and PKCE; the identity token is checked against the
//! provider's keys, then the person's data are read with the access token.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse, UserInfoClaims,
};

use super::claims::Claims;
use super::{Arrival, Departure, Identity, IdentityProvider, ProviderError};

/// Keys of a provider change; they are asked for again after this time.
const KEYS_KEPT: Duration = Duration::from_secs(3600);
/// A person waits at the screen meanwhile.
const ANSWER_MAX: Duration = Duration::from_secs(8);
/// Answers of a provider are some kilobytes.
const ANSWER_BYTES_MAX: u64 = 256 * 1024;

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// How a provider knows us.
#[derive(Clone)]
pub struct OpenIdSettings {
    /// Its address as issuer of identities.
    pub issuer: String,
    /// Our name there.
    pub client: String,
    /// Our secret there, where it gave us one.
    pub secret: Option<String>,
    /// Where it sends browsers back to.
    pub back: String,
    /// What is asked for besides the identity, for example `profile`.
    pub scopes: Vec<String>,
}

impl std::fmt::Debug for OpenIdSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenIdSettings").field("issuer", &self.issuer).field("client", &self.client).finish()
    }
}

/// A provider that speaks OpenID Connect.
#[derive(Clone, Debug)]
pub struct OpenId {
    settings: Arc<OpenIdSettings>,
    http: ureq::Agent,
    kept: Arc<Mutex<Option<Kept>>>,
}

/// The provider with its keys, since when.
#[derive(Clone, Debug)]
struct Kept {
    since: Instant,
    client: Arc<Client>,
}

impl OpenId {
    /// A provider; it is first asked when somebody signs in.
    #[must_use]
    pub fn new(settings: OpenIdSettings) -> Self {
        let http = ureq::Agent::config_builder()
            .timeout_global(Some(ANSWER_MAX))
            .max_redirects(0)
            .http_status_as_error(false)
            .build()
            .into();
        Self { settings: Arc::new(settings), http, kept: Arc::default() }
    }

    /// The provider with its keys.
    fn client(&self) -> Result<Arc<Client>, ProviderError> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.since.elapsed() < KEYS_KEPT) {
            return Ok(kept.client);
        }
        let settings = &self.settings;
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(silent)?;
        let metadata = CoreProviderMetadata::discover(&issuer, &|request| self.send(request)).map_err(silent)?;
        let secret = settings.secret.clone().map(ClientSecret::new);
        let back = RedirectUrl::new(settings.back.clone()).map_err(silent)?;
        let client = CoreClient::from_provider_metadata(metadata, ClientId::new(settings.client.clone()), secret);
        let client = Arc::new(client.set_redirect_uri(back));
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Kept { since: Instant::now(), client: Arc::clone(&client) });
        Ok(client)
    }

    fn depart(&self) -> Result<Departure, ProviderError> {
        let client = self.client()?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        for scope in &self.settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (address, state, nonce) = request.set_pkce_challenge(challenge).url();
        Ok(Departure {
            address: address.to_string(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    fn arrive(&self, arrival: Arrival) -> Result<Identity, ProviderError> {
        let client = self.client()?;
        let http = |request: HttpRequest| self.send(request);
        let tokens = client
            .exchange_code(AuthorizationCode::new(arrival.code))
            .map_err(silent)?
            .set_pkce_verifier(PkceCodeVerifier::new(arrival.verifier))
            .request(&http)
            .map_err(refused)?;
        let identity = tokens.id_token().ok_or_else(|| ProviderError::Refused("no identity token".to_owned()))?;
        let verified = identity.claims(&client.id_token_verifier(), &Nonce::new(arrival.nonce)).map_err(|error| {
            // Perhaps the keys changed a moment ago: the next try asks for them again.
            *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = None;
            refused(error)
        })?;
        let subject = verified.subject().clone();
        let told: UserInfoClaims<Claims, CoreGenderClaim> = client
            .user_info(tokens.access_token().clone(), Some(subject.clone()))
            .map_err(silent)?
            .request(&http)
            .map_err(refused)?;
        Claims::of(&told)?.identity(subject.as_str())
    }

    fn send(&self, request: HttpRequest) -> Result<HttpResponse, SendError> {
        let mut answer = self.http.run(request)?;
        let bytes = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec()?;
        let (parts, _) = answer.into_parts();
        Ok(HttpResponse::from_parts(parts, bytes))
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, ProviderError> + Send + 'static,
    ) -> Result<T, ProviderError> {
        let this = self.clone();
        tokio::task::spawn_blocking(move || work(&this)).await.map_err(silent)?
    }
}

impl IdentityProvider for OpenId {
    fn begin(&self) -> BoxFuture<'_, Result<Departure, ProviderError>> {
        Box::pin(self.aside(Self::depart))
    }

    fn identify(&self, arrival: Arrival) -> BoxFuture<'_, Result<Identity, ProviderError>> {
        Box::pin(self.aside(move |this| this.arrive(arrival)))
    }
}

/// A request that got no answer.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct SendError(#[from] ureq::Error);

/// What went wrong with all its causes; a provider's errors hold no personal data.
fn causes(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        told = format!("{told}: {error}");
        cause = error.source();
    }
    told
}

fn silent(error: impl std::error::Error) -> ProviderError {
    ProviderError::Silent(causes(&error))
}

fn refused(error: impl std::error::Error) -> ProviderError {
    ProviderError::Refused(causes(&error))
}
