//! Places of boxes: rows by the longest way from the start, columns by phase.

use super::route;
use crate::Phase;
use crate::graph::Graph;
use crate::process::{Exit, NodeKind, Process};

/// Width of a box.
const BOX_WIDTH: i32 = 176;
/// Height of a box.
const BOX_HEIGHT: i32 = 78;
/// Distance from one column to the next.
pub(super) const COLUMN: i32 = 224;
/// Distance from one row to the next.
const ROW: i32 = 128;
/// Height of the names of the lanes.
const HEAD: i32 = 40;
/// Size of a diamond or a circle.
const SIGN: i32 = 44;

/// Where everything stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) lanes: Vec<Lane>,
    /// By the place of the node in the process.
    pub(crate) boxes: Vec<Frame>,
    pub(crate) arrows: Vec<Arrow>,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

/// A phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lane {
    pub(crate) phase: Phase,
    pub(crate) x: i32,
    pub(crate) width: i32,
}

/// A box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Frame {
    pub(crate) const fn middle(&self) -> i32 {
        self.x + self.width / 2
    }

    pub(crate) const fn bottom(&self) -> i32 {
        self.y + self.height
    }
}

/// An arrow with its corners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arrow {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) exit: Exit,
    pub(crate) points: Vec<(i32, i32)>,
}

/// A place in the raster.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) row: usize,
    pub(super) column: usize,
}

/// Lays a process out; nothing where its arrows lead nowhere. A draft with faults is drawn too, so
/// nodes that cannot be reached stand in a row of their own at the end.
pub(crate) fn layout(process: &Process) -> Option<Layout> {
    let graph = Graph::of(process).ok()?;
    let rows = rows(&graph);
    let (cells, lanes) = columns(process, &rows);
    let frames: Vec<Frame> = process.nodes.iter().zip(&cells).map(|(node, cell)| frame(&node.kind, *cell)).collect();
    let row_count = rows.iter().max().map_or(0, |last| last + 1);
    let height = HEAD + ROW * i32::try_from(row_count).ok()?;
    let width = lanes.iter().map(|lane| lane.width).sum();
    let arrows = route::arrows(&graph, &cells, &frames);
    Some(Layout { lanes, boxes: frames, arrows, width, height })
}

/// The row of every node: one below the lowest that leads to it.
fn rows(graph: &Graph) -> Vec<usize> {
    let back = graph.back_arrows();
    let mut rows = vec![None; graph.len()];
    let mut lowest = 0;
    for node in graph.forward_order() {
        let above = graph.entries(node).iter().filter(|from| !back.contains(&(**from, node)));
        let row = above.filter_map(|from| rows[*from]).max().map_or(0, |row: usize| row + 1);
        lowest = lowest.max(row);
        rows[node] = Some(row);
    }
    rows.into_iter().map(|row| row.unwrap_or(lowest + 1)).collect()
}

/// The column of every node, and the lanes. A lane is as wide as its fullest row.
fn columns(process: &Process, rows: &[usize]) -> (Vec<Cell>, Vec<Lane>) {
    let mut cells: Vec<Cell> = rows.iter().map(|row| Cell { row: *row, column: 0 }).collect();
    let mut lanes = Vec::new();
    let mut first = 0;
    for phase in Phase::ALL {
        let mut taken: Vec<usize> = vec![0; rows.iter().max().map_or(0, |last| last + 1)];
        for (node, row) in process
            .nodes
            .iter()
            .zip(rows)
            .zip(0..)
            .filter(|((node, _), _)| node.phase == phase)
            .map(|((_, row), place)| (place, *row))
        {
            cells[node] = Cell { row, column: first + taken[row] };
            taken[row] += 1;
        }
        let wide = taken.into_iter().max().unwrap_or_default();
        if wide > 0 {
            lanes.push(Lane { phase, x: span(first), width: span(wide) });
            first += wide;
        }
    }
    (cells, lanes)
}

fn span(columns: usize) -> i32 {
    COLUMN * i32::try_from(columns).unwrap_or(i32::MAX / COLUMN)
}

fn frame(kind: &NodeKind, cell: Cell) -> Frame {
    let (width, height) = match kind {
        NodeKind::Step(_) | NodeKind::Pause(_) | NodeKind::Consult(_) | NodeKind::SubDossier(_) => {
            (BOX_WIDTH, BOX_HEIGHT)
        }
        NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) | NodeKind::End => (SIGN, SIGN),
    };
    let middle = span(cell.column) + COLUMN / 2;
    let top = HEAD + ROW * i32::try_from(cell.row).unwrap_or_default() + (ROW - BOX_HEIGHT) / 2;
    Frame { x: middle - width / 2, y: top + (BOX_HEIGHT - height) / 2, width, height }
}

/// The height between two rows at which an arrow may run sideways.
pub(super) fn below(cell: Cell) -> i32 {
    HEAD + ROW * i32::try_from(cell.row + 1).unwrap_or_default()
}

/// Right of a column, where an arrow may run downwards.
pub(super) fn right_of(cell: Cell) -> i32 {
    span(cell.column + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sound::invented;

    fn crosses(frame: &Frame, from: (i32, i32), to: (i32, i32)) -> bool {
        let (left, right) = (from.0.min(to.0), from.0.max(to.0));
        let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
        left < frame.x + frame.width && right > frame.x && top < frame.bottom() && bottom > frame.y
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn boxes_stand_apart_and_no_arrow_runs_through_one(weave in invented::weave()) {
            let process = invented::process(&weave);
            let drawn = layout(&process).unwrap();
            for (place, frame) in drawn.boxes.iter().enumerate() {
                prop_assert!(frame.x >= 0 && frame.x + frame.width <= drawn.width && frame.bottom() <= drawn.height);
                for other in &drawn.boxes[..place] {
                    prop_assert!(!crosses(other, (frame.x, frame.y), (frame.x + frame.width, frame.bottom())));
                }
            }
            for arrow in &drawn.arrows {
                for (place, frame) in drawn.boxes.iter().enumerate() {
                    let runs = arrow.points.windows(2).any(|pair| crosses(frame, pair[0], pair[1]));
                    prop_assert!(!runs, "{arrow:?} through {place} {frame:?}");
                }
                prop_assert!(arrow.points.windows(2).all(|pair| pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1));
            }
        }
    }
}
