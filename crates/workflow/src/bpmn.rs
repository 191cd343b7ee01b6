//! A process as BPMN 2.0 XML with its drawing (BPMN DI), for modelling tools.
//!
//! Export only: BPMN says more than a process here may say, and what it says in free text would
//! have to be believed. Steps are user tasks with their performer in the documentation, pauses are
//! intermediate events, consultations send and wait, dossiers elsewhere are call activities, legs
//! and branches are gateways; what a lane holds is its phase.

use std::fmt::Write as _;

use web::Page;

use crate::Phase;
use crate::diagram::{Arrow, Layout, layout};
use crate::graph::Graph;
use crate::process::{Exit, Node, NodeKind, Process};
use crate::wording;

/// The start event stands above the first step.
const START: &str = "bat-dau";

/// The XML of a process; nothing where its arrows lead nowhere.
#[must_use]
pub fn write(process: &Process, title: &str, page: &Page) -> Option<String> {
    let graph = Graph::of(process).ok()?;
    let drawn = layout(process)?;
    let mut out = Out { text: String::new(), depth: 0 };
    out.line(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    out.open(
        "bpmn:definitions",
        &[
            ("xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL"),
            ("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI"),
            ("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC"),
            ("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("id", "motcua-definitions"),
            ("targetNamespace", "urn:motcua:workflow"),
            ("exporter", "motcua"),
        ],
    );
    collaboration(&mut out, title);
    out.open("bpmn:process", &[("id", "process"), ("name", title), ("isExecutable", "false")]);
    lanes(&mut out, process, page);
    nodes(&mut out, process, &graph, page);
    flows(&mut out, process, &drawn, page);
    out.close("bpmn:process");
    diagram(&mut out, process, &drawn);
    out.close("bpmn:definitions");
    Some(out.text)
}

fn collaboration(out: &mut Out, title: &str) {
    out.open("bpmn:collaboration", &[("id", "collaboration")]);
    out.empty("bpmn:participant", &[("id", "pool"), ("name", title), ("processRef", "process")]);
    out.close("bpmn:collaboration");
}

fn lanes(out: &mut Out, process: &Process, page: &Page) {
    out.open("bpmn:laneSet", &[("id", "lanes")]);
    let first = process.node(&process.start).map(|node| node.phase);
    for phase in Phase::ALL {
        let mut members: Vec<String> = process.nodes.iter().filter(|node| node.phase == phase).map(node_id).collect();
        if members.is_empty() {
            continue;
        }
        if first == Some(phase) {
            members.insert(0, START.to_owned());
        }
        let id = format!("lane-{}", phase.name());
        out.open("bpmn:lane", &[("id", &id), ("name", &wording::phase(phase, page))]);
        members.iter().for_each(|member| out.text_element("bpmn:flowNodeRef", &[], member));
        out.close("bpmn:lane");
    }
    out.close("bpmn:laneSet");
}

fn nodes(out: &mut Out, process: &Process, graph: &Graph, page: &Page) {
    out.open("bpmn:startEvent", &[("id", START)]);
    out.text_element("bpmn:outgoing", &[], "flow-start");
    out.close("bpmn:startEvent");
    for (place, node) in process.nodes.iter().enumerate() {
        let id = node_id(node);
        let element = element(&node.kind);
        let mut attributes = vec![("id", id.as_str()), ("name", node.name.as_str())];
        let otherwise = default_flow(graph, place);
        if matches!(node.kind, NodeKind::Branch(_))
            && let Some(flow) = &otherwise
        {
            attributes.push(("default", flow));
        }
        out.open(element, &attributes);
        let told = documentation(node, page);
        if !told.is_empty() {
            out.text_element("bpmn:documentation", &[], &told);
        }
        if place == graph.start() {
            out.text_element("bpmn:incoming", &[], "flow-start");
        }
        for from in entries(graph, place) {
            out.text_element("bpmn:incoming", &[], &from);
        }
        for nth in 0..graph.exits(place).len() {
            out.text_element("bpmn:outgoing", &[], &flow_id(place, nth));
        }
        if matches!(node.kind, NodeKind::Pause(_)) {
            out.open("bpmn:conditionalEventDefinition", &[("id", &format!("{id}-condition"))]);
            out.text_element("bpmn:condition", &[("xsi:type", "bpmn:tFormalExpression")], &told);
            out.close("bpmn:conditionalEventDefinition");
        }
        out.close(element);
    }
}

const fn element(kind: &NodeKind) -> &'static str {
    match kind {
        NodeKind::Step(_) => "bpmn:userTask",
        NodeKind::Pause(_) => "bpmn:intermediateCatchEvent",
        NodeKind::Consult(_) => "bpmn:receiveTask",
        NodeKind::SubDossier(_) => "bpmn:callActivity",
        NodeKind::Split(_) | NodeKind::Join(_) => "bpmn:parallelGateway",
        NodeKind::Branch(_) => "bpmn:exclusiveGateway",
        NodeKind::End => "bpmn:endEvent",
    }
}

fn documentation(node: &Node, page: &Page) -> String {
    match &node.kind {
        NodeKind::Step(_) | NodeKind::Consult(_) | NodeKind::SubDossier(_) => {
            let who = node.kind.performer().map(|performer| wording::who(performer, page)).unwrap_or_default();
            format!("{who} · {}", wording::duration(node.kind.budget_minutes(), page))
        }
        NodeKind::Pause(wait) => format!("{}: {}", page.t("workflow-clock-stands"), wait.waits_for),
        NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) | NodeKind::End => String::new(),
    }
}

/// Arrows are named by the place of their node and their place among its ways.
fn flow_id(place: usize, nth: usize) -> String {
    format!("flow-{place}-{nth}")
}

fn entries(graph: &Graph, place: usize) -> Vec<String> {
    let all = (0..graph.len())
        .flat_map(|from| graph.exits(from).iter().enumerate().map(move |(nth, exit)| (from, nth, exit)));
    all.filter(|(_, _, (_, to))| *to == place).map(|(from, nth, _)| flow_id(from, nth)).collect()
}

fn default_flow(graph: &Graph, place: usize) -> Option<String> {
    let nth = graph.exits(place).iter().position(|(exit, _)| *exit == Exit::Otherwise)?;
    Some(flow_id(place, nth))
}

/// The arrows of a drawing with their names in the file.
fn named(drawn: &Layout) -> impl Iterator<Item = (String, &Arrow)> {
    let mut counts = vec![0_usize; drawn.boxes.len()];
    drawn.arrows.iter().map(move |arrow| {
        let nth = counts[arrow.from];
        counts[arrow.from] += 1;
        (flow_id(arrow.from, nth), arrow)
    })
}

fn flows(out: &mut Out, process: &Process, drawn: &Layout, page: &Page) {
    let first = process.node(&process.start).map(node_id).unwrap_or_default();
    out.empty("bpmn:sequenceFlow", &[("id", "flow-start"), ("sourceRef", START), ("targetRef", &first)]);
    for (id, arrow) in named(drawn) {
        let (from, to) = (&process.nodes[arrow.from], &process.nodes[arrow.to]);
        let (source, target) = (node_id(from), node_id(to));
        let name = match arrow.exit {
            Exit::Next | Exit::Leg(_) => String::new(),
            Exit::Refused => page.t("workflow-exit-refused"),
            Exit::Case(nth) => page.t1("workflow-exit-case", "n", nth + 1),
            Exit::Otherwise => page.t("workflow-exit-otherwise"),
        };
        let mut attributes = vec![("id", id.as_str()), ("sourceRef", &source), ("targetRef", &target)];
        if !name.is_empty() {
            attributes.push(("name", &name));
        }
        match (&from.kind, arrow.exit) {
            (NodeKind::Branch(branch), Exit::Case(nth)) => {
                let when = branch.cases.get(nth).map(|case| case.when.to_string()).unwrap_or_default();
                out.open("bpmn:sequenceFlow", &attributes);
                let kind = [("xsi:type", "bpmn:tFormalExpression"), ("language", "urn:motcua:condition")];
                out.text_element("bpmn:conditionExpression", &kind, &when);
                out.close("bpmn:sequenceFlow");
            }
            _ => out.empty("bpmn:sequenceFlow", &attributes),
        }
    }
}

fn node_id(node: &Node) -> String {
    format!("node-{}", node.id)
}

fn diagram(out: &mut Out, process: &Process, drawn: &Layout) {
    out.open("bpmndi:BPMNDiagram", &[("id", "diagram")]);
    out.open("bpmndi:BPMNPlane", &[("id", "plane"), ("bpmnElement", "collaboration")]);
    shape(out, "pool", Some(false), (0, -60, drawn.width, drawn.height + 60));
    for lane in &drawn.lanes {
        let id = format!("lane-{}", lane.phase.name());
        shape(out, &id, Some(false), (lane.x, -30, lane.width, drawn.height + 30));
    }
    let start = process.nodes.iter().position(|node| node.id == process.start).and_then(|place| drawn.boxes.get(place));
    if let Some(first) = start {
        shape(out, START, None, (first.middle() - 12, first.y - 46, 24, 24));
        edge(out, "flow-start", &[(first.middle(), first.y - 22), (first.middle(), first.y)]);
    }
    for (node, frame) in process.nodes.iter().zip(&drawn.boxes) {
        let signed = matches!(node.kind, NodeKind::Pause(_));
        let bounds = if signed {
            (frame.middle() - 18, frame.y + frame.height / 2 - 18, 36, 36)
        } else {
            (frame.x, frame.y, frame.width, frame.height)
        };
        shape(out, &node_id(node), None, bounds);
    }
    for (id, arrow) in named(drawn) {
        edge(out, &id, &arrow.points);
    }
    out.close("bpmndi:BPMNPlane");
    out.close("bpmndi:BPMNDiagram");
}

fn shape(out: &mut Out, element: &str, is_horizontal: Option<bool>, (x, y, width, height): (i32, i32, i32, i32)) {
    let id = format!("{element}-shape");
    let direction = is_horizontal.map(|is| is.to_string());
    let mut attributes = vec![("id", id.as_str()), ("bpmnElement", element)];
    attributes.extend(direction.as_deref().map(|is| ("isHorizontal", is)));
    out.open("bpmndi:BPMNShape", &attributes);
    let [x, y, width, height] = [x, y, width, height].map(|number| number.to_string());
    out.empty("dc:Bounds", &[("x", &x), ("y", &y), ("width", &width), ("height", &height)]);
    out.close("bpmndi:BPMNShape");
}

fn edge(out: &mut Out, element: &str, points: &[(i32, i32)]) {
    out.open("bpmndi:BPMNEdge", &[("id", &format!("{element}-edge")), ("bpmnElement", element)]);
    for (x, y) in points {
        out.empty("di:waypoint", &[("x", &x.to_string()), ("y", &y.to_string())]);
    }
    out.close("bpmndi:BPMNEdge");
}

/// XML being written. Everything that is not ours is escaped.
struct Out {
    text: String,
    depth: usize,
}

impl Out {
    fn line(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{:indent$}{line}", "", indent = self.depth * 2);
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.line(&format!("<{name}{}>", listed(attributes)));
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(&format!("</{name}>"));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.line(&format!("<{name}{}/>", listed(attributes)));
    }

    fn text_element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.line(&format!("<{name}{}>{}</{name}>", listed(attributes), escaped(text)));
    }
}

fn listed(attributes: &[(&str, &str)]) -> String {
    attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect()
}

/// Without the signs that XML keeps for itself, and those it does not know.
fn escaped(text: &str) -> String {
    let known = |c: &char| matches!(c, '\t' | '\n' | '\r') || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(known) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}
