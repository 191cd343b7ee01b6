//! What a provider tells of a person. The national sign-in names its claims in Vietnamese; others use
//! those of OpenID Connect. Values come as texts or numbers, empty ones as `""`, `null` or nothing.

use base::PersonalId;
use base::text::clean;
use serde_json::{Map, Value};

use super::{Identity, ProviderError};

/// A business account of the national sign-in.
const BUSINESS: &str = "2";
/// The longest value that is kept, in characters.
const VALUE_MAX: usize = 200;

/// Everything told, whatever its name.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Claims(Map<String, Value>);

impl openidconnect::AdditionalClaims for Claims {}

impl Claims {
    /// The claims of an answer, standard ones and others.
    pub(super) fn of(told: &impl serde::Serialize) -> Result<Self, ProviderError> {
        match serde_json::to_value(told) {
            Ok(Value::Object(claims)) => Ok(Self(claims)),
            Ok(_) | Err(_) => Err(ProviderError::Refused("claims that cannot be read".to_owned())),
        }
    }

    /// Who that is.
    pub(super) fn identity(&self, subject: &str) -> Result<Identity, ProviderError> {
        let is_business = self.text(&["LoaiTaiKhoan"]).as_deref() == Some(BUSINESS);
        let name = if is_business { self.text(&["TenDoanhNghiep"]) } else { None };
        let name = name.or_else(|| self.text(&["HoVaTen", "name"])).ok_or(ProviderError::Nameless)?;
        let number = if is_business { None } else { self.text(&["SoDinhDanh", "SoCMND"]) };
        Ok(Identity {
            subject: subject.to_owned(),
            name,
            personal_id: number.and_then(|number| PersonalId::parse(&number).ok()),
            phone: self.text(&["SoDienThoai", "phone_number"]),
            email: self.text(&["ThuDienTu", "email"]),
            login: self.text(&["preferred_username"]),
        })
    }

    /// The first of these claims that says something.
    fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let text = match self.0.get(*name)? {
                Value::String(text) => clean(text),
                Value::Number(number) => number.to_string(),
                Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
            };
            (!text.is_empty()).then(|| text.chars().take(VALUE_MAX).collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn identity(claims: Value) -> Result<Identity, ProviderError> {
        serde_json::from_value::<Claims>(claims).unwrap().identity("s-1")
    }

    #[test]
    fn a_person_of_the_national_sign_in_has_name_and_number() {
        let told = json!({
            "sub": "s-1", "LoaiTaiKhoan": 1, "HoVaTen": " Nguyễn  Thị Lan ", "SoDinhDanh": "022190000001",
            "SoDienThoai": "0912345678", "ThuDienTu": "", "GioiTinh": null
        });
        let person = identity(told).unwrap();
        assert_eq!((person.subject.as_str(), person.name.as_str()), ("s-1", "Nguyễn Thị Lan"));
        assert_eq!(person.personal_id.as_ref().map(PersonalId::as_str), Some("022190000001"));
        assert_eq!((person.phone.as_deref(), person.email), (Some("0912345678"), None));
    }

    #[test]
    fn a_business_has_its_own_name_and_no_personal_number() {
        let told = json!({
            "LoaiTaiKhoan": "2", "HoVaTen": "Nguyễn Thị Lan", "TenDoanhNghiep": "Công ty TNHH Hạ Long",
            "SoDinhDanh": "022190000001"
        });
        let business = identity(told).unwrap();
        assert_eq!((business.name.as_str(), business.personal_id), ("Công ty TNHH Hạ Long", None));
    }

    #[test]
    fn an_officer_is_told_by_the_standard_claims() {
        let officer = identity(json!({ "name": "Trần Thị Bình", "preferred_username": "binh.tt" })).unwrap();
        assert_eq!(officer.login.as_deref(), Some("binh.tt"));
    }

    #[test]
    fn nobody_without_a_name_and_no_number_that_cannot_be() {
        for nameless in [json!({}), json!({ "HoVaTen": " \u{7} " }), json!({ "HoVaTen": ["x"] })] {
            assert!(matches!(identity(nameless), Err(ProviderError::Nameless)));
        }
        let odd = identity(json!({ "HoVaTen": "Lan", "SoDinhDanh": "000" })).unwrap();
        assert_eq!(odd.personal_id, None);
    }
}
