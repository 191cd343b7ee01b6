//! A code nobody published: says so and names the nearest.

use askama::Template;
use web::Page;

use super::list::{HitView, nearest};
use crate::published::Published;

#[derive(Template)]
#[template(path = "missing.html")]
pub(crate) struct MissingPage {
    page: Page,
    title: String,
    query: String,
    kept: Vec<(&'static str, String)>,
    nearest: Vec<HitView>,
}

impl MissingPage {
    pub(crate) fn new(page: Page, code: &str, published: &Published) -> Self {
        let code: String = code.chars().take(40).collect();
        let nearest = nearest(&page, published, &code);
        Self {
            title: page.t1("catalogue-missing", "code", code.as_str()),
            query: code,
            kept: Vec::new(),
            nearest,
            page,
        }
    }
}
