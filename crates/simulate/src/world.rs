//! The centre through time: whoever comes next, or whoever acts next, whichever is earlier.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use base::DossierId;
use calendar::Calendar;
use dossier::command::Submit;
use dossier::{Channel, Chapter, Command, Dossier, Dossiers, Page, Said};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::Error;
use crate::act::{self, Act, Scene};
use crate::arrivals;
use crate::cast::{self, Cast};
use crate::fate::Fate;
use crate::offer::{self, Offer};
use crate::people;
use crate::random::Random;

/// Lines of the log in one transaction.
const CHAPTER: usize = 60_000;

/// A dossier that is not at its end.
struct Open {
    dossier: Dossier,
    offer: usize,
    fate: Fate,
    chance: Random,
    acts: u32,
    last_at: Timestamp,
    next: Option<Act>,
    stored: Option<i64>,
    is_changed: bool,
}

/// Where the next number of a series stands in the store.
pub(crate) type Last<'a> = &'a dyn Fn(&str) -> Result<i64, db::Error>;

/// The centre.
pub(crate) struct World {
    pub(crate) dossiers: Dossiers,
    pub(crate) seed: u64,
    pub(crate) from: Date,
    pub(crate) until: Timestamp,
    pub(crate) cast: Cast,
    pub(crate) offers: Vec<Offer>,
    weights: Vec<f64>,
    calendar: Calendar,
    days: std::vec::IntoIter<(Date, u64)>,
    today: Vec<(Timestamp, bool)>,
    count: u64,
    resting: u64,
    filed: u64,
    open: Vec<Option<Open>>,
    free: Vec<usize>,
    due: BinaryHeap<Reverse<(Timestamp, u64, usize)>>,
    serial: u64,
    series: BTreeMap<String, (i64, i64)>,
}

/// What a world is made for.
pub(crate) struct Making {
    pub(crate) dossiers: Dossiers,
    pub(crate) seed: u64,
    pub(crate) count: u64,
    pub(crate) open: u64,
    pub(crate) from: Date,
    pub(crate) until: Timestamp,
}

/// Those that stay open came in so many days before the end.
const RESTING_DAYS: i32 = 30;

impl World {
    pub(crate) fn new(making: Making, cast: Cast, offers: Vec<Offer>) -> Self {
        let Making { dossiers, seed, count, open, from, until } = making;
        let (calendar, last) = (dossiers.calendar(), act::day_of(until));
        let resting_from = last.saturating_sub(jiff::Span::new().days(RESTING_DAYS)).max(from);
        let mut days: BTreeMap<Date, u64> = BTreeMap::new();
        let resting = open.min(count);
        let ordinary = arrivals::by_day(count - resting, from, last, &calendar);
        for (day, more) in ordinary.into_iter().chain(arrivals::by_day(resting, resting_from, last, &calendar)) {
            *days.entry(day).or_default() += more;
        }
        Self {
            weights: offers.iter().map(|offer| offer.weight).collect(),
            calendar,
            days: days.into_iter().collect::<Vec<_>>().into_iter(),
            today: Vec::new(),
            count,
            resting,
            filed: 0,
            open: Vec::new(),
            free: Vec::new(),
            due: BinaryHeap::new(),
            serial: 0,
            series: BTreeMap::new(),
            dossiers,
            seed,
            from,
            until,
            cast,
            offers,
        }
    }

    /// How many were filed so far.
    pub(crate) const fn filed(&self) -> u64 {
        self.filed
    }

    /// How many are not at their end.
    pub(crate) fn open(&self) -> u64 {
        (self.open.len() - self.free.len()) as u64
    }

    /// The next part of the chronicle; empty when the time is over.
    pub(crate) fn chapter(&mut self, last: Last<'_>) -> Result<Chapter, Error> {
        let mut chapter = Chapter { now: Some(self.until), ..Chapter::default() };
        while chapter.said.len() < CHAPTER && self.step(&mut chapter, last)? {}
        for open in self.open.iter_mut().flatten().filter(|open| open.is_changed) {
            let definition = Arc::clone(&self.offers[open.offer].terms.definition);
            chapter.pages.push(Page { dossier: open.dossier.clone(), definition, stored: open.stored });
            open.stored = Some(open.dossier.version);
            open.is_changed = false;
        }
        for (series, (before, after)) in &mut self.series {
            if before != after {
                chapter.numbers.push((series.clone(), *before, *after));
                *before = *after;
            }
        }
        Ok(chapter)
    }

    /// One filing or one act; false when there is none left before the end.
    fn step(&mut self, chapter: &mut Chapter, last: Last<'_>) -> Result<bool, Error> {
        while self.today.is_empty() {
            let Some((day, count)) = self.days.next() else { break };
            self.plan_day(day, count);
        }
        let due = self.due.peek().map(|Reverse((at, _, place))| (*at, *place));
        match (self.today.last().copied(), due) {
            (Some((at, online)), due) if due.is_none_or(|(due, _)| at <= due) => {
                self.today.pop();
                self.file(at, online, chapter, last)?;
                Ok(true)
            }
            (_, Some((at, place))) if at <= self.until => {
                self.due.pop();
                self.act(place, chapter, last)?;
                Ok(true)
            }
            (_, Some(_)) | (None, None) | (Some(_), None) => Ok(false),
        }
    }

    /// The arrivals of a day, the latest first.
    fn plan_day(&mut self, day: Date, count: u64) {
        let mut chance = Random::of(
            self.seed ^ 0x64_6179,
            u64::from(day.day_of_year().unsigned_abs()) << 16 | u64::from(day.year().unsigned_abs()),
        );
        let (calendar, from) = (&self.calendar, self.from);
        let one = |_| {
            let online = arrivals::is_online(day, from, calendar, &mut chance);
            (arrivals::moment(day, online, &mut chance), online)
        };
        self.today = (0..count).map(one).filter(|(at, _)| *at < self.until).collect();
        self.today.sort_by_key(|(at, _)| Reverse(*at));
        self.count -= count - self.today.len() as u64;
    }

    fn file(&mut self, at: Timestamp, online: bool, chapter: &mut Chapter, last: Last<'_>) -> Result<(), Error> {
        let mut chance = Random::of(self.seed, self.filed);
        let place = chance.weighted(&self.weights);
        let offer = &self.offers[place];
        let (terms, office) = (Arc::clone(&offer.terms), Arc::clone(&offer.office));
        let online = online && terms.version.facts.is_filed_online();
        // A tenth of the people bring half of the dossiers.
        let number =
            if chance.chance(0.5) { chance.below(1 + self.count / 20) } else { chance.below(1 + self.count / 2) };
        let person = people::person(self.seed, number);
        let actor = if online {
            Arc::new(cast::citizen(self.seed, number, &person.name))
        } else {
            self.cast.desk_of(&office, &mut chance)
        };
        let channel = if online { Channel::Online } else { Channel::Counter };
        let mut filing = offer::filing(&terms, &office, channel, person);
        filing.account = online.then_some(actor.account);
        let mut fate = Fate::draw(&mut chance, online);
        if self.rests(&mut chance) {
            fate = fate.resting(&mut chance);
        }
        let mut draft = self.dossiers.compose(&actor, &filing, &terms, at).map_err(Error::Refused)?;
        draft.id = identifier(at, &mut chance);
        draft.content.lookup_code = lookup_code(&mut chance);
        let submit = Act { at, actor, command: Command::Submit(Submit {}) };
        let (dossier, said) = self.narrate(&submit, &draft, place, last)?;
        self.filed += 1;
        chapter.said.extend(said);
        let open = Open {
            dossier,
            offer: place,
            fate,
            chance,
            acts: 1,
            last_at: at,
            next: None,
            stored: None,
            is_changed: true,
        };
        self.go_on(None, open, chapter);
        Ok(())
    }

    /// Whether this one shall stay open: as many of those to come as are wanted.
    fn rests(&mut self, chance: &mut Random) -> bool {
        let to_come = self.count.saturating_sub(self.filed).max(1);
        let near = i64::from(RESTING_DAYS) * 86_400;
        let is_near = self.today.last().is_none_or(|(at, _)| self.until.as_second() - at.as_second() < near);
        let rests = is_near && chance.share() < self.resting as f64 / to_come as f64;
        self.resting -= u64::from(rests && self.resting > 0);
        rests
    }

    fn act(&mut self, place: usize, chapter: &mut Chapter, last: Last<'_>) -> Result<(), Error> {
        let Some(mut open) = self.open.get_mut(place).and_then(Option::take) else { return Ok(()) };
        let Some(act) = open.next.take() else { return Ok(()) };
        let (dossier, said) = self.narrate(&act, &open.dossier, open.offer, last)?;
        chapter.said.extend(said);
        open = Open { dossier, acts: open.acts + 1, last_at: act.at, is_changed: true, ..open };
        self.go_on(Some(place), open, chapter);
        Ok(())
    }

    fn narrate(
        &mut self,
        act: &Act,
        dossier: &Dossier,
        offer: usize,
        last: Last<'_>,
    ) -> Result<(Dossier, Vec<Said>), Error> {
        let series = &mut self.series;
        let mut next = |name: &str| {
            if let Some((_, taken)) = series.get_mut(name) {
                *taken += 1;
                return Ok(*taken);
            }
            let before = last(name)?;
            series.insert(name.to_owned(), (before, before + 1));
            Ok(before + 1)
        };
        let terms = &self.offers[offer].terms;
        self.dossiers.narrate(&act.actor, dossier, &act.command, terms, act.at, &mut next).map_err(Error::Refused)
    }

    /// Plans the next act, or closes the book on a dossier that is at its end.
    fn go_on(&mut self, place: Option<usize>, mut open: Open, chapter: &mut Chapter) {
        let terms = &self.offers[open.offer].terms;
        if open.dossier.state.is_closed() {
            let definition = Arc::clone(&terms.definition);
            chapter.pages.push(Page { dossier: open.dossier, definition, stored: open.stored });
            self.free.extend(place);
            return;
        }
        let scene = Scene { dossier: &open.dossier, terms, fate: &open.fate, acts: open.acts, last_at: open.last_at };
        open.next = act::next(&scene, &mut self.cast, &mut open.chance);
        let at = open.next.as_ref().map(|act| act.at);
        let place = place.or_else(|| self.free.pop()).unwrap_or_else(|| {
            self.open.push(None);
            self.open.len() - 1
        });
        self.open[place] = Some(open);
        if let Some(at) = at {
            self.serial += 1;
            self.due.push(Reverse((at, self.serial, place)));
        }
    }
}

/// An identifier that sorts by time, like every other, but drawn from the seed.
fn identifier(at: Timestamp, chance: &mut Random) -> DossierId {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    let mut random = [0_u8; 10];
    random[..8].copy_from_slice(&chance.next().to_le_bytes());
    DossierId::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

fn lookup_code(chance: &mut Random) -> String {
    const LETTERS: [char; 23] = [
        'B', 'C', 'F', 'G', 'H', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'T', 'V', 'X', '2', '3', '4', '5', '6', '7', '8',
        '9',
    ];
    (0..4).filter_map(|_| chance.pick(&LETTERS)).collect()
}
