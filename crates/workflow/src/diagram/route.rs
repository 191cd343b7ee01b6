//! Arrows with right angles: down from a box, sideways between rows, down beside a column where a
//! row is passed, and into the next box from above. Arrows of one gap are drawn a little apart.

use super::layout::{Arrow, Cell, Frame, below, right_of};
use crate::graph::Graph;

/// How far arrows of one gap are drawn apart, and how many before they share a line.
const APART: i32 = 4;
const TRACKS: usize = 7;

pub(super) fn arrows(graph: &Graph, cells: &[Cell], frames: &[Frame]) -> Vec<Arrow> {
    let mut found = Vec::new();
    for from in 0..graph.len() {
        for (exit, to) in graph.exits(from) {
            let points = points(found.len(), (cells[from], frames[from]), (cells[*to], frames[*to]));
            found.push(Arrow { from, to: *to, exit: *exit, points });
        }
    }
    found
}

fn points(nth: usize, (start, out): (Cell, Frame), (goal, into): (Cell, Frame)) -> Vec<(i32, i32)> {
    let track = APART * (i32::try_from(nth % TRACKS).unwrap_or_default() - 3);
    let (x, end) = (out.middle(), into.middle());
    let under = below(start) + track;
    let mut way = vec![(x, out.bottom()), (x, under)];
    // Straight into the next row; past other rows, or back up, beside the column.
    if goal.row != start.row + 1 {
        let beside = right_of(start) + track - 4;
        let over = below(goal) - below_to_above(goal) + track;
        way.extend([(beside, under), (beside, over), (end, over)]);
    } else {
        way.push((end, under));
    }
    way.push((end, into.y));
    way.dedup();
    way
}

/// From the gap under a row to the gap over it.
fn below_to_above(cell: Cell) -> i32 {
    let first = Cell { row: cell.row, ..cell };
    let second = Cell { row: cell.row + 1, ..cell };
    below(second) - below(first)
}
