//! Accounts of citizens and officers: what they are and how they are made.

use std::net::IpAddr;

use base::{AccountId, Actor, ActorKind, Email, Grant, PersonalId, Phone, Role, Scope, StaffId};
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;
use organisation::StaffGrants;

use crate::grant::StoredScope;
use crate::password::HashError;
use crate::{Access, Entry, Happening, Login, NewGrant, PasswordFault, grant, password_rule, store};

/// Whose account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// A citizen or a business at the portal.
    Citizen,
    /// An officer at a desk.
    Staff,
}

impl AccountKind {
    /// The identifier stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Staff => "staff",
        }
    }

    /// Reads an identifier.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Citizen, Self::Staff].into_iter().find(|kind| kind.name() == name)
    }
}

db::text_enum!(AccountKind);

db::row! {
    /// What a citizen told about themselves; forms are filled in from it.
    pub struct Profile {
        /// The account.
        pub account: AccountId,
        /// Full name.
        pub name: String,
        /// Personal identification number.
        pub personal_id: Option<String>,
        /// Telephone number.
        pub phone: Option<String>,
        /// E-mail address.
        pub email: Option<String>,
        /// Where the person lives.
        pub address: Option<String>,
        /// Day of birth.
        pub born_on: Option<Date>,
    }
}

/// A citizen who wants an account.
#[derive(Clone, Debug)]
pub struct NewCitizen {
    /// Full name.
    pub name: String,
    /// What to sign in with: a telephone number or an e-mail address.
    pub contact: Login,
    /// Personal identification number, when given.
    pub personal_id: Option<PersonalId>,
    /// The password as typed.
    pub password: String,
}

/// An officer who needs an account.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// The officer's record.
    pub staff: StaffId,
    /// The officer's name, for the log.
    pub name: String,
    /// What to sign in with.
    pub login: Login,
    /// The first password.
    pub password: String,
    /// Roles from now on.
    pub grants: Vec<(Role, Scope)>,
    /// Number of the decision the roles rest on.
    pub decision_no: String,
}

/// Why an account could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// The login, or the officer, has an account.
    #[error("there is an account already")]
    Taken,
    /// A citizen needs a telephone number or an e-mail address, an officer a name.
    #[error("this login is not for this kind of account")]
    WrongLogin,
    /// The password is not good enough.
    #[error("the password was refused")]
    Password(#[source] PasswordFault),
    /// The password could not be hashed.
    #[error("the password could not be hashed")]
    Hash(#[source] HashError),
    /// The account could not be stored.
    #[error("the account could not be stored")]
    Store(#[source] db::Error),
}

impl From<db::Error> for CreateAccountError {
    fn from(error: db::Error) -> Self {
        if matches!(error, db::Error::Duplicate { .. }) { Self::Taken } else { Self::Store(error) }
    }
}

impl Access {
    /// Makes a citizen's account.
    ///
    /// # Errors
    /// [`CreateAccountError`]; nothing is kept then.
    pub async fn create_citizen(
        &self,
        new: NewCitizen,
        client: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<AccountId, CreateAccountError> {
        let (phone, email): (Option<Phone>, Option<Email>) = match new.contact.clone() {
            Login::Phone(phone) => (Some(phone), None),
            Login::Email(email) => (None, Some(email)),
            Login::Staff(_) => return Err(CreateAccountError::WrongLogin),
        };
        let hash = self.hash_new(&new.password, &new.contact, AccountKind::Citizen).await?;
        let id = AccountId::new(now);
        let journal = self.journal.clone();
        let write = move |tx: &mut Tx<'_>| {
            let (phone, email) = (phone.as_ref().map(Phone::as_str), email.as_ref().map(Email::as_str));
            let personal_id = new.personal_id.as_ref().map(PersonalId::as_str);
            store::insert_citizen(tx, id, &new.name, personal_id, phone, email, &hash, now)?;
            store::insert_login(tx, new.contact.as_str(), id)?;
            let actor = citizen(id, new.name.clone(), now);
            let entry =
                Entry { happening: Happening::Registered, actor: &actor, at: now, client, subject: "", detail: "" };
            journal.enter(tx, &entry)?;
            Ok(id)
        };
        self.db.write(write).await
    }

    /// Makes an officer's account with its first roles.
    ///
    /// # Errors
    /// [`CreateAccountError`]; nothing is kept then.
    pub async fn create_staff_account(
        &self,
        new: NewStaff,
        by: Actor,
        now: Timestamp,
    ) -> Result<AccountId, CreateAccountError> {
        if !matches!(new.login, Login::Staff(_)) {
            return Err(CreateAccountError::WrongLogin);
        }
        let hash = self.hash_new(&new.password, &new.login, AccountKind::Staff).await?;
        let journal = self.journal.clone();
        let id = AccountId::new(now);
        let write = move |tx: &mut Tx<'_>| {
            store::insert_staff_account(tx, id, &new.name, new.staff, &hash, now)?;
            store::insert_login(tx, new.login.as_str(), id)?;
            for (role, scope) in &new.grants {
                let given = Grant { role: *role, scope: *scope, valid_from: now, valid_to: None };
                let decision_no = &new.decision_no;
                grant(tx, &NewGrant { account: id, grant: given, granted_by: by.account, decision_no })?;
            }
            let happening = Happening::StaffAccountMade;
            let entry = Entry { happening, actor: &by, at: now, client: None, subject: new.login.as_str(), detail: "" };
            journal.enter(tx, &entry)?;
            Ok(id)
        };
        self.db.write(write).await
    }

    /// What a citizen told about themselves.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn profile(&self, account: AccountId) -> Result<Option<Profile>, db::Error> {
        self.db.read(move |tx| store::profile(tx, account)).await
    }

    async fn hash_new(&self, password: &str, login: &Login, kind: AccountKind) -> Result<String, CreateAccountError> {
        password_rule::check(password, login.as_str(), kind).map_err(CreateAccountError::Password)?;
        self.passwords.hash(password).await.map_err(CreateAccountError::Hash)
    }
}

/// A citizen as an actor: every citizen may act in the own dossiers.
pub(crate) fn citizen(account: AccountId, name: String, since: Timestamp) -> Actor {
    let own = Grant { role: Role::Citizen, scope: Scope::Own, valid_from: since, valid_to: None };
    Actor { account, kind: ActorKind::Citizen, name, grants: vec![own] }
}

/// Makes the accounts of imported officers and gives them the roles of the file. Known officers keep
/// their account and password; roles that an earlier import gave and the file no longer names end.
/// Says how many accounts were made. Part of the caller's transaction.
///
/// # Errors
/// Whatever the store refuses.
pub fn import_staff_accounts(
    tx: &mut Tx<'_>,
    officers: &[StaffGrants],
    password_hash: &str,
    now: Timestamp,
) -> Result<u64, db::Error> {
    let mut made = 0;
    for officer in officers {
        let account = match store::account_of_staff(tx, officer.staff)? {
            Some(account) => account,
            None => {
                made += 1;
                let account = AccountId::new(now);
                store::insert_staff_account(tx, account, &officer.name, officer.staff, password_hash, now)?;
                store::insert_login(tx, &officer.login, account)?;
                account
            }
        };
        settle_grants(tx, account, &officer.grants, now)?;
    }
    Ok(made)
}

/// Makes everybody whom an import gave this stored password choose another at the first sign-in.
/// Says how many that are. Part of the caller's transaction.
///
/// # Errors
/// Whatever the store refuses.
pub fn demand_new_password(tx: &mut Tx<'_>, password_hash: &str) -> Result<u64, db::Error> {
    store::demand_new_password(tx, password_hash)
}

/// Brings the roles that imports gave in line with the file; roles given otherwise stay.
fn settle_grants(
    tx: &mut Tx<'_>,
    account: AccountId,
    wanted: &[(Role, Scope)],
    now: Timestamp,
) -> Result<(), db::Error> {
    let importer = Actor::system().account;
    let held = store::imported_grants(tx, account, importer, now)?;
    for row in &held {
        if !wanted.contains(&(row.role, row.scope.0)) {
            store::end_grant(tx, account, row.role, row.scope, now)?;
        }
    }
    let is_held = |role, scope| held.iter().any(|row| row.role == role && row.scope == StoredScope(scope));
    for (role, scope) in wanted.iter().copied().filter(|(role, scope)| !is_held(*role, *scope)) {
        let given = Grant { role, scope, valid_from: now, valid_to: None };
        grant(tx, &NewGrant { account, grant: given, granted_by: importer, decision_no: "" })?;
    }
    Ok(())
}
