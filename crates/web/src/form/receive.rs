//! Reading a form: its secret first, then its fields, then its files into the spool folder.
//!
//! Nothing is kept of a form that is cut off, too large, or not ours: files are removed when the
//! half-read form is dropped.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::RequestExt as _;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header;
use base::text::clean;
use tokio::time::timeout;

use super::upload::Arriving;
use super::{Form, Refused, Slot};
use crate::context::Context;
use crate::{Error, csrf};

/// All text fields of a form together.
const TEXT_BYTES_MAX: usize = 1024 * 1024;
const FIELDS_MAX: usize = 1000;
const NAME_LENGTH_MAX: usize = 200;
const FILES_MAX: usize = 30;
/// A form with files, in files of the largest size.
const TOTAL_IN_FILES: u64 = 5;
/// A sender that is silent this long has gone.
const SILENCE_MAX: Duration = Duration::from_secs(30);
/// Enough for a full form over a slow mobile line.
const TIME_MAX: Duration = Duration::from_secs(900);

/// Reads the form of a changing request and hands it on inside the request.
///
/// # Errors
/// [`Error::Forged`] when it is not from a page of this session, [`Error::TooLarge`],
/// [`Error::Unreadable`].
pub(crate) async fn receive(context: &Context, mut request: Request) -> Result<Request, Error> {
    if !csrf::comes_from_here(request.headers()) {
        return Err(Error::Forged);
    }
    let body = std::mem::take(request.body_mut());
    let mut copy = Request::new(body);
    *copy.headers_mut() = request.headers().clone();
    copy.extensions_mut().clone_from(request.extensions());
    *copy.method_mut() = request.method().clone();

    let form = timeout(TIME_MAX, read(context, copy)).await.map_err(|_| Error::Unreadable)??;
    request.extensions_mut().insert(Slot(Arc::new(Mutex::new(Some(form)))));
    Ok(request)
}

async fn read(context: &Context, request: Request) -> Result<Form, Error> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mut reading = Reading::new(context);
    if content_type.is_some_and(|text| text.starts_with("multipart/form-data")) {
        reading.multipart(request).await?;
    } else {
        reading.urlencoded(request).await?;
    }
    reading.check_secret()?;
    Ok(reading.form)
}

struct Reading<'a> {
    context: &'a Context,
    form: Form,
    secret: String,
    text_bytes: usize,
    total_bytes: u64,
}

impl<'a> Reading<'a> {
    fn new(context: &'a Context) -> Self {
        let form = Form { idempotency_key: base::secret::token(), ..Form::default() };
        Self { context, form, secret: String::new(), text_bytes: 0, total_bytes: 0 }
    }

    fn limit_bytes(&self) -> u64 {
        self.context.site.settings.upload_limit_bytes
    }

    fn too_large(&self) -> Error {
        Error::TooLarge { limit_bytes: self.limit_bytes() }
    }

    fn check_secret(&self) -> Result<(), Error> {
        if csrf::matches(&self.context.request.csrf, &self.secret) { Ok(()) } else { Err(Error::Forged) }
    }

    async fn urlencoded(&mut self, mut request: Request) -> Result<(), Error> {
        DefaultBodyLimit::max(TEXT_BYTES_MAX).apply(&mut request);
        // A form without a single field has no content type.
        if request.headers().get(header::CONTENT_TYPE).is_none() {
            return Ok(());
        }
        let pairs = timeout(SILENCE_MAX, request.extract::<axum::Form<Vec<(String, String)>>, _>())
            .await
            .map_err(|_| Error::Unreadable)?;
        match pairs {
            Ok(axum::Form(pairs)) => pairs.into_iter().try_for_each(|(name, value)| self.take_text(name, value)),
            Err(refused) if refused.body_text().contains("length limit") => Err(self.too_large()),
            Err(_) => Err(Error::Unreadable),
        }
    }

    async fn multipart(&mut self, mut request: Request) -> Result<(), Error> {
        // Sizes are counted here, file by file, so that a refusal can name the file.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut parts: Multipart = request.extract().await.map_err(|_| Error::Unreadable)?;
        while let Some(field) = in_time(parts.next_field()).await? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(bare_name) {
                Some(file_name) => self.take_file(name, file_name, field).await?,
                None => {
                    let text = self.read_text(field).await?;
                    self.take_text(name, text)?;
                }
            }
        }
        Ok(())
    }

    async fn read_text(&mut self, mut field: Field<'_>) -> Result<String, Error> {
        let mut bytes = Vec::new();
        while let Some(chunk) = in_time(field.chunk()).await? {
            if bytes.len() + chunk.len() > TEXT_BYTES_MAX {
                return Err(self.too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        String::from_utf8(bytes).map_err(|_| Error::Unreadable)
    }

    fn take_text(&mut self, name: String, value: String) -> Result<(), Error> {
        self.text_bytes += name.len() + value.len();
        if self.text_bytes > TEXT_BYTES_MAX || self.form.values.len() >= FIELDS_MAX {
            return Err(self.too_large());
        }
        match name.as_str() {
            "csrf" => self.secret = value,
            "idempotency_key" if is_key(&value) => self.form.idempotency_key = value,
            "idempotency_key" => {}
            _ => self.form.values.push((name, value)),
        }
        Ok(())
    }

    async fn take_file(&mut self, field_name: String, name: String, mut field: Field<'_>) -> Result<(), Error> {
        // The secret stands before every file in our pages: nothing of a stranger is written down.
        self.check_secret()?;
        let declared_type = clean(field.content_type().unwrap_or_default());
        let mut arriving: Option<Arriving> = None;
        let mut size_bytes = 0;
        while let Some(chunk) = in_time(field.chunk()).await? {
            size_bytes += chunk.len() as u64;
            self.count_bytes(chunk.len())?;
            if size_bytes > self.limit_bytes() {
                // Read on without keeping, so that the browser gets to see the answer.
                arriving = None;
            } else if !chunk.is_empty() {
                if arriving.is_none() {
                    arriving = Some(self.begin_file()?);
                }
                if let Some(file) = &mut arriving {
                    file.write(&chunk).await?;
                }
            }
        }
        let limit_bytes = self.limit_bytes();
        if size_bytes > limit_bytes {
            self.form.refused.push(Refused { field: field_name, name, size_bytes, limit_bytes });
        } else if let Some(file) = arriving {
            self.form.files.push(file.finish(field_name, name, declared_type).await?);
        }
        Ok(())
    }

    fn begin_file(&self) -> Result<Arriving, Error> {
        if self.form.files.len() >= FILES_MAX {
            return Err(self.too_large());
        }
        Arriving::begin(&self.context.site.settings.spool)
    }

    fn count_bytes(&mut self, bytes: usize) -> Result<(), Error> {
        self.total_bytes += bytes as u64;
        if self.total_bytes > self.limit_bytes().saturating_mul(TOTAL_IN_FILES) {
            Err(self.too_large())
        } else {
            Ok(())
        }
    }
}

async fn in_time<T>(reading: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Error> {
    timeout(SILENCE_MAX, reading).await.map_err(|_| Error::Unreadable)?.map_err(|_| Error::Unreadable)
}

/// The name without the folders some browsers put before it, at a length lists can show.
fn bare_name(name: &str) -> String {
    clean(name.rsplit(['/', '\\']).next().unwrap_or_default()).chars().take(NAME_LENGTH_MAX).collect()
}

fn is_key(text: &str) -> bool {
    (16..=80).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
