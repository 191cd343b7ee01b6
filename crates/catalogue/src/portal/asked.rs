//! What the address of the list asks for, and the addresses of lists like it.

use crate::facet::Filter;
use crate::procedure::{Level, OnlineLevel, OwnerKind};
use crate::published::Published;

const PATH: &str = "/thu-tuc";

/// The parameters of the list. Words nobody knows ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// What was typed.
    pub(crate) query: String,
    /// Slug of the field.
    pub(crate) field: String,
    pub(crate) owner: Option<OwnerKind>,
    pub(crate) level: Option<Level>,
    pub(crate) online: Option<OnlineLevel>,
    pub(crate) instant: bool,
    pub(crate) free: bool,
    /// Page of the list, from 1.
    pub(crate) number: usize,
}

/// A parameter by its name.
pub(crate) fn value<'p>(parameters: &'p [(String, String)], name: &str) -> Option<&'p str> {
    parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

impl Asked {
    pub(crate) fn read(parameters: &[(String, String)]) -> Self {
        let text = |name| value(parameters, name).unwrap_or_default();
        Self {
            query: text("q").chars().take(200).collect(),
            field: text("linh-vuc").to_owned(),
            owner: OwnerKind::ALL.iter().copied().find(|owner| owner.name() == text("co-quan")),
            level: Level::ALL.iter().copied().find(|level| level.slug() == text("cap")),
            online: OnlineLevel::ALL.iter().copied().find(|online| online.slug() == text("truc-tuyen")),
            instant: text("trong-ngay") == "1",
            free: text("khong-thu-phi") == "1",
            number: text("trang").parse().unwrap_or(1).max(1),
        }
    }

    pub(crate) fn filter(&self, published: &Published) -> Filter {
        Filter {
            field: published.fields().get(&self.field).map(|field| field.name.clone()),
            owner: self.owner,
            level: self.level,
            online: self.online,
            instant: self.instant,
            free: self.free,
        }
    }

    /// The address of this list.
    pub(crate) fn address(&self) -> String {
        let number = if self.number > 1 { self.number.to_string() } else { String::new() };
        let choices = self.choices();
        let mut parameters: Vec<(&str, &str)> = vec![("q", &self.query)];
        parameters.extend(choices.iter().map(|(name, value)| (*name, value.as_str())));
        parameters.push(("trang", &number));
        web::address_with(PATH, &parameters)
    }

    /// The choices, to be kept when something else is typed.
    pub(crate) fn choices(&self) -> Vec<(&'static str, String)> {
        let choices = [
            ("linh-vuc", self.field.clone()),
            ("co-quan", self.owner.map(|owner| owner.name().to_owned()).unwrap_or_default()),
            ("cap", self.level.map(Level::slug).unwrap_or_default()),
            ("truc-tuyen", self.online.map(OnlineLevel::slug).unwrap_or_default()),
            ("trong-ngay", if self.instant { "1".to_owned() } else { String::new() }),
            ("khong-thu-phi", if self.free { "1".to_owned() } else { String::new() }),
        ];
        choices.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The same list from its first page, with one choice made otherwise.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut other = Self { number: 1, ..self.clone() };
        change(&mut other);
        other.address()
    }

    /// The page of the field alone.
    pub(crate) fn path_of_field(&self) -> String {
        format!("/linh-vuc/{}", self.field)
    }
}
