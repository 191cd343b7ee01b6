//! Answers as JSON. Written by hand, key after key, because the order is part of the format.

use std::fmt::Write as _;

use jiff::civil::DateTime;

use super::moment;
use super::{Answer, Refusal};
use crate::day_line::DayLine;

impl Answer {
    /// Appends the answer as one line without its end.
    pub fn write_json(&self, out: &mut String) {
        out.push_str("{\"id\":");
        out.push_str(&self.id);
        write_moment(out, ",\"due\":", self.due);
        write_moment(out, ",\"first_due\":", self.first_due);
        out.push_str(",\"state\":\"");
        out.push_str(self.status.name());
        out.push_str("\",\"class\":");
        match self.class {
            Some(class) => {
                out.push('"');
                out.push_str(class.name());
                out.push('"');
            }
            None => out.push_str("null"),
        }
        out.push_str(",\"used_minutes\":");
        // Writing to a string cannot fail.
        let _ = match self.used_minutes {
            Some(minutes) => write!(out, "{minutes}"),
            None => write!(out, "null"),
        };
        let _ = write!(out, ",\"provisional\":{},\"explain\":[", self.provisional);
        for (index, line) in self.days.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write_day(out, line);
        }
        out.push_str("]}");
    }
}

impl Refusal {
    /// Appends the refusal as one line without its end.
    pub fn write_json(&self, out: &mut String) {
        // A field is a path of our own names, and no reason quotes what came in, so that neither
        // needs more than its quotation marks escaped.
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        let id = self.id.as_deref().unwrap_or("null");
        let (field, reason) = (quoted(&self.field), quoted(&self.reason));
        let _ = write!(out, "{{\"id\":{id},\"error\":{{\"field\":\"{field}\",\"reason\":\"{reason}\"}}}}");
    }
}

fn write_moment(out: &mut String, key: &str, at: Option<DateTime>) {
    out.push_str(key);
    match at {
        Some(at) => moment::write(out, at),
        None => out.push_str("null"),
    }
}

fn write_day(out: &mut String, line: &DayLine) {
    out.push_str("{\"date\":\"");
    moment::write_date(out, line.date);
    out.push_str(if line.counted { "\",\"counted\":true,\"reason\":\"" } else { "\",\"counted\":false,\"reason\":\"" });
    out.push_str(line.reason.name());
    out.push_str("\"}");
}
