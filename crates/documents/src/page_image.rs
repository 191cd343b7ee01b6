//! Pages of files as pictures, for the viewer beside a checklist: a PDF is drawn in a process of its own
//! that may take only so much time and memory, a photograph is a page already.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;
use tokio::sync::Semaphore;
use web::{Context, Path, Query};

use crate::FileKind;
use crate::download::{Papers, shown};

/// Pages drawn at the same time.
const AT_ONCE: usize = 2;
/// A page that takes longer is not drawn.
const TIME_MAX: Duration = Duration::from_secs(15);
/// Largest picture that is taken from the drawing process.
const BYTES_MAX: u64 = 32 << 20;
/// Width of a page beside the checklist, in pixels.
const WIDTH: u16 = 1000;

/// The exit code of a drawing process for a page that the file does not have.
pub const NO_SUCH_PAGE: u8 = 3;

/// Draws pages.
#[derive(Clone, Debug)]
pub struct Painter {
    program: Option<PathBuf>,
    places: Arc<Semaphore>,
}

impl Default for Painter {
    fn default() -> Self {
        Self { program: None, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

/// Why a page is not shown.
#[derive(Debug, thiserror::Error)]
enum Undrawn {
    #[error("the file has no such page")]
    NoSuchPage,
    #[error("the page cannot be drawn")]
    Unreadable,
}

impl Painter {
    /// Draws with a program that takes the file on its input and gives the picture on its output, as
    /// `motcua page-image` does. Without one, pages are drawn in this process.
    #[must_use]
    pub fn with_program(program: PathBuf) -> Self {
        Self { program: Some(program), ..Self::default() }
    }

    async fn draw(&self, pdf: Vec<u8>, page: usize, width: u16) -> Result<Vec<u8>, Undrawn> {
        let Ok(_place) = self.places.acquire().await else { return Err(Undrawn::Unreadable) };
        match &self.program {
            Some(program) => {
                let drawn = tokio::time::timeout(TIME_MAX, elsewhere(program, pdf, page, width)).await;
                drawn.unwrap_or(Err(Undrawn::Unreadable))
            }
            None => {
                let drawn = tokio::task::spawn_blocking(move || pdf::picture(pdf, page, width)).await;
                match drawn {
                    Ok(Ok(picture)) => Ok(picture.png),
                    Ok(Err(pdf::PictureError::NoSuchPage { .. })) => Err(Undrawn::NoSuchPage),
                    Ok(Err(_)) | Err(_) => Err(Undrawn::Unreadable),
                }
            }
        }
    }
}

/// Draws in a process that is killed when nobody waits for it any more.
async fn elsewhere(program: &PathBuf, pdf: Vec<u8>, page: usize, width: u16) -> Result<Vec<u8>, Undrawn> {
    let unreadable = |_: std::io::Error| Undrawn::Unreadable;
    let mut child = Command::new(program)
        .args(["page-image", "--page", &page.to_string(), "--width", &width.to_string()])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(unreadable)?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (Some(mut input), Some(output)) = (input, output) else { return Err(Undrawn::Unreadable) };
    let mut png = Vec::new();
    let give = async {
        // A process that has seen enough closes its input early; what it says counts.
        let _ = input.write_all(&pdf).await;
        drop(input);
    };
    let mut limited = output.take(BYTES_MAX);
    let ((), taken) = tokio::join!(give, limited.read_to_end(&mut png));
    taken.map_err(unreadable)?;
    let ended = child.wait().await.map_err(unreadable)?;
    match ended.code() {
        Some(0) if !png.is_empty() => Ok(png),
        Some(code) if code == i32::from(NO_SUCH_PAGE) => Err(Undrawn::NoSuchPage),
        Some(_) | None => Err(Undrawn::Unreadable),
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// Width in pixels.
    #[serde(rename = "rong")]
    width: Option<u16>,
}

/// A page of a file, for whoever may see the file.
pub(crate) async fn show(
    State(papers): State<Papers>,
    ctx: Context,
    Path((id, page)): Path<(String, usize)>,
    Query(asked): Query<Asked>,
) -> Result<Response, web::Error> {
    let row = papers.seen(&ctx, &id).await?;
    let bytes = papers.files.shelf.get(&row.sha256).await?;
    let name = format!("{}-{page}.png", row.name);
    if row.media_type != FileKind::Pdf.media_type() {
        return if page == 1 { Ok(shown(bytes, &row.media_type, &row.name)) } else { Err(web::Error::NotFound) };
    }
    let width = asked.width.unwrap_or(WIDTH).clamp(100, pdf::WIDTH_MAX);
    match papers.painter.draw(bytes, page, width).await {
        Ok(png) => Ok(shown(png, "image/png", &name)),
        Err(Undrawn::NoSuchPage) => Err(web::Error::NotFound),
        Err(Undrawn::Unreadable) => Err(web::Error::Refused("documents-page-undrawn".into())),
    }
}
