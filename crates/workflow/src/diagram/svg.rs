//! The drawing as SVG, and the words on it.

use askama::Template;
use web::Page;

use super::layout::{Arrow, Frame, Layout, layout};
use crate::process::{Exit, Node, NodeKind, Process};
use crate::wording::{duration, place};

/// Letters that fit on a line of a box, and lines of a name.
const LINE: usize = 25;
const LINES: usize = 2;

/// A drawing, ready to stand in a page.
#[derive(Clone, Debug, Template)]
#[template(path = "part/diagram.html")]
pub struct Drawing {
    title: String,
    description: String,
    width: i32,
    height: i32,
    lanes: Vec<LaneText>,
    boxes: Vec<BoxText>,
    arrows: Vec<ArrowText>,
}

// The template escapes what it is given.
impl askama::filters::HtmlSafe for Drawing {}

#[derive(Clone, Debug)]
struct LaneText {
    name: String,
    x: i32,
    width: i32,
    middle: i32,
}

#[derive(Clone, Debug)]
struct BoxText {
    class: &'static str,
    frame: Frame,
    is_sign: bool,
    corners: String,
    lines: Vec<(i32, String)>,
    small: String,
}

#[derive(Clone, Debug)]
struct ArrowText {
    points: String,
    head: String,
    label: String,
    x: i32,
    y: i32,
}

/// Draws a process in the language of a page; nothing where its arrows lead nowhere.
#[must_use]
pub fn draw(process: &Process, title: &str, page: &Page) -> Option<Drawing> {
    let drawn = layout(process)?;
    let lanes = drawn.lanes.iter().map(|lane| LaneText {
        name: page.t(&format!("workflow-phase-{}", lane.phase.name())),
        x: lane.x,
        width: lane.width,
        middle: lane.x + lane.width / 2,
    });
    let boxes = process.nodes.iter().zip(&drawn.boxes).map(|(node, frame)| box_text(node, *frame, page));
    Some(Drawing {
        title: title.to_owned(),
        description: page.t1("workflow-diagram-described", "n", process.nodes.len()),
        width: drawn.width,
        height: drawn.height,
        lanes: lanes.collect(),
        boxes: boxes.collect(),
        arrows: arrows(&drawn, page),
    })
}

fn box_text(node: &Node, frame: Frame, page: &Page) -> BoxText {
    let is_sign = !node.kind.waits();
    let lines = wrapped(&node.name);
    let top = frame.y + if lines.len() == 1 { 32 } else { 24 };
    let line = |(at, text)| (top + 17 * at, text);
    let small = match &node.kind {
        NodeKind::Step(_) | NodeKind::Consult(_) | NodeKind::SubDossier(_) => {
            let who = node.kind.performer().map(|performer| place(performer, page)).unwrap_or_default();
            format!("{} · {}", shortened(&who, 18), duration(node.kind.budget_minutes(), page))
        }
        NodeKind::Pause(_) => page.t("workflow-clock-stands"),
        NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) | NodeKind::End => String::new(),
    };
    let (x, y, right, bottom) = (frame.x, frame.y, frame.x + frame.width, frame.bottom());
    let corners = format!(
        "{},{y} {right},{} {},{bottom} {x},{}",
        frame.middle(),
        y + frame.height / 2,
        frame.middle(),
        y + frame.height / 2
    );
    BoxText { class: class(&node.kind), frame, is_sign, corners, lines: (0..).zip(lines).map(line).collect(), small }
}

const fn class(kind: &NodeKind) -> &'static str {
    match kind {
        NodeKind::Step(_) => "flow__step",
        NodeKind::Pause(_) => "flow__step flow__step--pause",
        NodeKind::Consult(_) => "flow__step flow__step--ask",
        NodeKind::SubDossier(_) => "flow__step flow__step--sub",
        NodeKind::Split(_) | NodeKind::Join(_) => "flow__gate flow__gate--all",
        NodeKind::Branch(_) => "flow__gate",
        NodeKind::End => "flow__end",
    }
}

fn arrows(drawn: &Layout, page: &Page) -> Vec<ArrowText> {
    drawn.arrows.iter().map(|arrow| arrow_text(arrow, page)).collect()
}

fn arrow_text(arrow: &Arrow, page: &Page) -> ArrowText {
    let points: Vec<String> = arrow.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let (x, y) = arrow.points.last().copied().unwrap_or_default();
    let head = format!("{x},{y} {},{} {},{}", x - 5, y - 9, x + 5, y - 9);
    let label = match arrow.exit {
        Exit::Next | Exit::Leg(_) => String::new(),
        Exit::Refused => page.t("workflow-exit-refused"),
        Exit::Case(nth) => page.t1("workflow-exit-case", "n", nth + 1),
        Exit::Otherwise => page.t("workflow-exit-otherwise"),
    };
    // Beside the last corner, where ways have parted.
    ArrowText { points: points.join(" "), head, label, x: x + 8, y: y - 8 }
}

/// A name on as many lines as a box has.
fn wrapped(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(shortened(word, LINE)),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", last.chars().take(LINE - 1).collect::<String>());
        }
    }
    lines
}

fn shortened(text: &str, length_max: usize) -> String {
    if text.chars().count() <= length_max {
        return text.to_owned();
    }
    let cut: String = text.chars().take(length_max - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_ends_in_dots_on_the_second_line() {
        let lines = wrapped("Đăng ký khai sinh, lấy số định danh, ký số Giấy khai sinh");
        assert_eq!(lines, ["Đăng ký khai sinh, lấy số", "định danh, ký số Giấy…"]);
        assert_eq!(wrapped("Ký"), ["Ký"]);
    }
}
