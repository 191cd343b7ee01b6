//! Officers of the simulation: for every post a few people with exactly the grants of the post, so that
//! permissions are asked like those of real ones.

use std::collections::HashMap;
use std::sync::Arc;

use base::{AccountId, Actor, ActorKind, AgencyId, Grant, OfficeId, Role, Scope, StaffId, UnitId};
use dossier::Dossier;
use jiff::Timestamp;
use uuid::Uuid;

use crate::people;
use crate::random::Random;

/// People in one post.
const IN_A_POST: u64 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Post {
    Desk(OfficeId, AgencyId),
    At(Role, AgencyId, Option<UnitId>),
}

/// Everybody who acts.
#[derive(Debug)]
pub(crate) struct Cast {
    seed: u64,
    posts: HashMap<Post, Vec<Arc<Actor>>>,
}

impl Cast {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, posts: HashMap::new() }
    }

    /// Somebody at the counter of the office: takes in, collects, hands over.
    pub(crate) fn at_desk(&mut self, dossier: &Dossier, chance: &mut Random) -> Arc<Actor> {
        self.one_of(Post::Desk(dossier.receiving_office, dossier.office_agency), chance)
    }

    pub(crate) fn desk_of(&mut self, office: &organisation::Office, chance: &mut Random) -> Arc<Actor> {
        self.one_of(Post::Desk(office.id, office.agency), chance)
    }

    /// Whoever holds the dossier.
    pub(crate) fn holder(&mut self, dossier: &Dossier, chance: &mut Random) -> Arc<Actor> {
        match dossier.holder {
            Some(holder) if holder.office.is_none() => {
                self.one_of(Post::At(holder.role, holder.agency, holder.unit), chance)
            }
            Some(_) | None => self.at_desk(dossier, chance),
        }
    }

    /// Somebody of a role at the agency that decides.
    pub(crate) fn of_agency(&mut self, role: Role, dossier: &Dossier, chance: &mut Random) -> Arc<Actor> {
        self.one_of(Post::At(role, dossier.competent_agency, None), chance)
    }

    fn one_of(&mut self, post: Post, chance: &mut Random) -> Arc<Actor> {
        let seed = self.seed;
        let people = self.posts.entry(post).or_insert_with(|| (0..IN_A_POST).map(|n| officer(seed, post, n)).collect());
        chance.pick(people).map_or_else(|| officer(seed, post, 0), Arc::clone)
    }
}

/// The citizen's own account.
pub(crate) fn citizen(seed: u64, number: u64, name: &str) -> Actor {
    let account = AccountId::from_uuid(Uuid::from_u64_pair(seed ^ 0x6369_7469_7a65_6e00, number));
    let grants = vec![grant(Role::Citizen, Scope::Own)];
    Actor { account, kind: ActorKind::Citizen, name: name.to_owned(), grants }
}

const fn grant(role: Role, scope: Scope) -> Grant {
    Grant { role, scope, valid_from: Timestamp::UNIX_EPOCH, valid_to: None }
}

fn officer(seed: u64, post: Post, number: u64) -> Arc<Actor> {
    let (agency, unit, office) = match post {
        Post::Desk(office, agency) => (agency, None, Some(office)),
        Post::At(_, agency, unit) => (agency, unit, None),
    };
    let grants = match post {
        Post::Desk(office, _) => [Role::CounterOfficer, Role::ReturnOfficer, Role::Cashier]
            .map(|role| grant(role, Scope::Office(office)))
            .to_vec(),
        Post::At(role, agency, _) => vec![grant(role, Scope::Agency(agency))],
    };
    let place = unit.map(UnitId::uuid).or_else(|| office.map(OfficeId::uuid)).unwrap_or_else(|| agency.uuid());
    let role = grants.first().map(|grant| grant.role.name()).unwrap_or_default();
    let (high, low) = place.as_u64_pair();
    let mixed = role.bytes().fold(low ^ high.rotate_left(17), |mixed, byte| mixed.rotate_left(5) ^ u64::from(byte));
    let id = Uuid::from_u64_pair(mixed, number);
    // Names follow the post, not the identifiers of this store, so that the same seed tells the same story.
    let mut chance = Random::of(seed ^ role.bytes().map(u64::from).sum::<u64>(), number);
    let is_man = chance.chance(0.5);
    let staff = StaffId::from_uuid(id);
    let kind = ActorKind::Staff { staff, agency, unit: unit.unwrap_or(UnitId::from_uuid(Uuid::nil())), office };
    Arc::new(Actor { account: AccountId::from_uuid(id), kind, name: people::name(&mut chance, is_man), grants })
}
