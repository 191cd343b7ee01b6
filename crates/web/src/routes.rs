//! The table of routes: each has a name, a method, a path and a gate, and cannot be added without
//! one. The gate and the check of forms stand before the handler; the access test reads the table.

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use std::time::Duration;
use tokio::time::timeout;

use crate::context::Context;
use crate::gate::Gate;
use crate::{Error, Site, form, layers};

/// The longest a handler may think.
const HANDLER_TIME_MAX: Duration = Duration::from_secs(30);

/// One route as the access test sees it.
#[derive(Clone, Copy, Debug)]
pub struct RouteInfo {
    /// `desk.inbox`: the crate, then the page or the step.
    pub name: &'static str,
    /// The method, in capitals.
    pub method: &'static str,
    /// The path, with `{parameters}`.
    pub path: &'static str,
    /// Who may pass.
    pub gate: Gate,
}

/// The routes of a crate, or of several merged.
#[derive(Debug)]
pub struct Routes<S = ()> {
    owner: &'static str,
    router: Router<S>,
    list: Vec<RouteInfo>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// An empty table; every name in it begins with `owner` and a dot.
    #[must_use]
    pub fn new(owner: &'static str) -> Self {
        Self { owner, router: Router::new(), list: Vec::new() }
    }

    /// A page, or anything else that changes nothing.
    #[must_use]
    pub fn get<H, T>(self, name: &'static str, path: &'static str, gate: Gate, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(RouteInfo { name, method: "GET", path, gate }, MethodFilter::GET, handler)
    }

    /// A change. From a browser it comes as a [`crate::Form`], whose secret has been checked.
    #[must_use]
    pub fn post<H, T>(self, name: &'static str, path: &'static str, gate: Gate, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(RouteInfo { name, method: "POST", path, gate }, MethodFilter::POST, handler)
    }

    /// Adds the routes of another table.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// Gives the handlers their state.
    #[must_use]
    pub fn with_state(self, state: S) -> Routes {
        Routes { owner: self.owner, router: self.router.with_state(state), list: self.list }
    }

    /// Every route, in the order added.
    #[must_use]
    pub fn list(&self) -> &[RouteInfo] {
        &self.list
    }

    fn add<H, T>(mut self, route: RouteInfo, filter: MethodFilter, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let owned = route.name.strip_prefix(self.owner).is_some_and(|rest| rest.starts_with('.'));
        assert!(owned, "route {} must begin with \"{}.\"", route.name, self.owner);
        let guarded = on(filter, handler).route_layer(middleware::from_fn_with_state(route, guard));
        self.router = self.router.route(route.path, guarded);
        self.list.push(route);
        self
    }
}

impl Routes {
    /// The routes inside the middleware that every request passes.
    pub fn into_router(self, site: Site) -> Router {
        layers::wrap(self.router, site)
    }
}

/// Gate, then form, then the handler.
async fn guard(
    State(route): State<RouteInfo>,
    context: Context,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    tracing::Span::current().record("route", route.name);
    route.gate.admit(&context)?;
    let changes = route.method != Method::GET.as_str();
    let request =
        if changes && !matches!(route.gate, Gate::Token) { form::receive(&context, request).await? } else { request };
    timeout(HANDLER_TIME_MAX, next.run(request)).await.map_err(|_| Error::Unavailable)
}
