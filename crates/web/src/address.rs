//! Addresses inside the site: which ones a return address may name, and how a query is added.

/// The longest return address that is kept.
const LENGTH_MAX: usize = 1500;

/// The address if it stays on this site, so that a link in a message can never send a person who
/// just signed in to somebody else's page.
#[must_use]
pub fn local_address(address: &str) -> Option<&str> {
    let begins_well = address.starts_with('/') && !address.starts_with("//");
    // Browsers read a backslash as a slash, and skip tabs and line breaks.
    let plain = address.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (begins_well && plain && address.len() <= LENGTH_MAX).then_some(address)
}

/// A path with query parameters, encoded. Parameters without a value are left out.
#[must_use]
pub fn address_with(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(name);
        address.push('=');
        encode_into(value, &mut address);
    }
    address
}

/// The same address with one parameter replaced, the others untouched.
pub(crate) fn replace_parameter(path_and_query: &str, name: &str, value: &str) -> String {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next().is_some_and(|key| key != name))
        .collect();
    let separator = if kept.is_empty() { "" } else { "&" };
    format!("{path}?{}{separator}{name}={value}", kept.join("&"))
}

fn encode_into(value: &str, out: &mut String) {
    use std::fmt::Write as _;
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_address_cannot_leave_the_site() {
        for wrong in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "\\/evil.example",
            "javascript:alert(1)",
            "evil",
            "",
            "/a b",
            "/ý",
        ] {
            assert_eq!(local_address(wrong), None, "{wrong}");
        }
        assert_eq!(local_address("/tra-cuu?ma=H49.05"), Some("/tra-cuu?ma=H49.05"));
        assert_eq!(local_address(&format!("/{}", "a".repeat(2000))), None);
    }

    #[test]
    fn values_are_encoded_and_empty_ones_left_out() {
        let address = address_with("/tim", &[("q", "sổ đỏ & nhà"), ("trang", ""), ("tiep", "/a?b=c")]);
        assert_eq!(address, "/tim?q=s%E1%BB%95%20%C4%91%E1%BB%8F%20%26%20nh%C3%A0&tiep=/a%3Fb%3Dc");
    }

    #[test]
    fn the_language_switch_keeps_the_address() {
        assert_eq!(replace_parameter("/thu-tuc?q=x&lang=vi&trang=2", "lang", "en"), "/thu-tuc?q=x&trang=2&lang=en");
        assert_eq!(replace_parameter("/", "lang", "en"), "/?lang=en");
    }
}
