//! Personal data as strangers may see it: masked on public pages.

/// `Nguyễn Văn A` → `Nguyễn V. A`: family and given name stay, the middle becomes initials.
#[must_use]
pub fn name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    words
        .iter()
        .enumerate()
        .map(|(index, word)| if index == 0 || index == last { (*word).to_owned() } else { initial(word) })
        .collect::<Vec<_>>()
        .join(" ")
}

fn initial(word: &str) -> String {
    word.chars().next().map(|c| format!("{c}.")).unwrap_or_default()
}

/// `001099000117` → `0010 •••• 0117`; shorter numbers keep only their last three digits.
#[must_use]
pub fn personal_id(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    if digits.len() < 12 {
        return keep_last(&digits, 3);
    }
    let head: String = digits[..4].iter().collect();
    let tail: String = digits[digits.len() - 4..].iter().collect();
    format!("{head} •••• {tail}")
}

/// `0900000117` → `09•• ••• 117`.
#[must_use]
pub fn phone(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 9 {
        return keep_last(&digits, 2);
    }
    let head: String = digits[..2].iter().collect();
    let tail: String = digits[digits.len() - 3..].iter().collect();
    format!("{head}•• ••• {tail}")
}

/// `an.nguyen@example.vn` → `a•••@example.vn`.
#[must_use]
pub fn email(address: &str) -> String {
    match address.split_once('@') {
        Some((local, domain)) => format!("{}•••@{domain}", local.chars().next().unwrap_or('•')),
        None => "•••".to_owned(),
    }
}

fn keep_last(digits: &[char], count: usize) -> String {
    let tail: String = digits.iter().rev().take(count).rev().collect();
    format!("•••• {tail}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn masks_keep_only_what_the_owner_recognises() {
        assert_eq!(super::name("Nguyễn Văn An"), "Nguyễn V. An");
        assert_eq!(super::name("Lý"), "Lý");
        assert_eq!(super::personal_id("001099000117"), "0010 •••• 0117");
        assert_eq!(super::personal_id("123456789"), "•••• 789");
        assert_eq!(super::phone("0900000117"), "09•• ••• 117");
        assert_eq!(super::email("an.nguyen@example.vn"), "a•••@example.vn");
        assert_eq!(super::email("x"), "•••");
    }
}
