//! The questions of each procedure. A procedure without its own set asks what is wanted, in words;
//! full electronic forms come with their national templates.

use catalogue::Key;

use super::question::{Kind, Question, needed, open};

/// The questions of one procedure.
#[derive(Debug)]
pub(crate) struct QuestionSet {
    pub(crate) groups: &'static [Group],
    /// The paper of the checklist that the answers are: a declaration nobody has to upload.
    pub(crate) declares: Option<u16>,
}

/// Questions under one heading, `portal-group-{name}`.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) questions: &'static [Question],
}

impl QuestionSet {
    pub(crate) fn questions(&self) -> impl Iterator<Item = &Question> {
        self.groups.iter().flat_map(|group| group.questions)
    }
}

/// The set of a procedure.
pub(crate) fn set_of(key: &Key) -> &'static QuestionSet {
    match (key.code.as_str(), key.variant) {
        ("1.001193", 1) => &BIRTH,
        ("1.000656", 1) => &DEATH,
        ("2.000635", 1) => &EXTRACT,
        ("1.013831", 1) => &LAND,
        ("1.013225", 1) => &BUILDING,
        _ => &GENERAL,
    }
}

const ONE_LINE: Kind = Kind::Line;
const SEX: Kind = Kind::Choice(&["male", "female"]);
const RELATION: Kind = Kind::Choice(&["father", "mother", "grandparent", "relative", "other"]);

/// Khai sinh (tờ khai đăng ký khai sinh).
static BIRTH: QuestionSet = QuestionSet {
    declares: Some(1),
    groups: &[
        Group {
            name: "child",
            questions: &[
                needed("child.name", Kind::Name),
                needed("child.born_on", Kind::PastDate),
                needed("child.sex", SEX),
                needed("child.birthplace", ONE_LINE),
                needed("child.ethnicity", ONE_LINE),
                needed("child.nationality", ONE_LINE),
                needed("child.hometown", ONE_LINE),
            ],
        },
        Group {
            name: "mother",
            questions: &[
                needed("mother.name", Kind::Name),
                open("mother.personal_id", Kind::PersonalId),
                open("mother.born_on", Kind::PastDate),
                open("mother.ethnicity", ONE_LINE),
                open("mother.residence", ONE_LINE),
            ],
        },
        Group {
            name: "father",
            questions: &[
                open("father.name", Kind::Name),
                open("father.personal_id", Kind::PersonalId),
                open("father.born_on", Kind::PastDate),
                open("father.ethnicity", ONE_LINE),
                open("father.residence", ONE_LINE),
            ],
        },
        Group {
            name: "request",
            questions: &[needed("request.relation", RELATION), open("request.copies", Kind::Count)],
        },
    ],
};

/// Khai tử (tờ khai đăng ký khai tử).
static DEATH: QuestionSet = QuestionSet {
    declares: Some(1),
    groups: &[
        Group {
            name: "deceased",
            questions: &[
                needed("deceased.name", Kind::Name),
                needed("deceased.born_on", Kind::PastDate),
                needed("deceased.sex", SEX),
                open("deceased.personal_id", Kind::PersonalId),
                needed("deceased.residence", ONE_LINE),
                needed("deceased.died_on", Kind::PastDate),
                needed("deceased.place", ONE_LINE),
                open("deceased.cause", ONE_LINE),
            ],
        },
        Group {
            name: "request",
            questions: &[needed("request.kinship", ONE_LINE), open("request.copies", Kind::Count)],
        },
    ],
};

/// Bản sao trích lục hộ tịch (tờ khai cấp bản sao trích lục).
static EXTRACT: QuestionSet = QuestionSet {
    declares: Some(1),
    groups: &[Group {
        name: "extract",
        questions: &[
            needed("extract.kind", Kind::Choice(&["birth", "marriage", "death", "status-change"])),
            needed("extract.person", Kind::Name),
            needed("extract.born_on", Kind::PastDate),
            needed("extract.registered_at", ONE_LINE),
            open("extract.number", ONE_LINE),
            needed("request.copies", Kind::Count),
        ],
    }],
};

/// Sang tên quyền sử dụng đất: which parcel, from whom to whom. The official form is a paper.
static LAND: QuestionSet = QuestionSet {
    declares: None,
    groups: &[
        Group {
            name: "parcel",
            questions: &[
                needed("parcel.number", ONE_LINE),
                needed("parcel.sheet", ONE_LINE),
                needed("parcel.address", ONE_LINE),
                open("parcel.certificate", ONE_LINE),
            ],
        },
        Group {
            name: "transfer",
            questions: &[
                needed("transfer.kind", Kind::Choice(&["sale", "gift", "inheritance", "contribution"])),
                needed("transfer.from", Kind::Name),
                needed("transfer.to", Kind::Name),
            ],
        },
    ],
};

/// Giấy phép xây dựng: what is built, and where. The official form is a paper.
static BUILDING: QuestionSet = QuestionSet {
    declares: None,
    groups: &[Group {
        name: "building",
        questions: &[
            needed("building.address", ONE_LINE),
            needed("building.kind", Kind::Choice(&["house", "grade-3", "grade-4"])),
            needed("building.floors", Kind::Count),
            open("building.floor_area", ONE_LINE),
        ],
    }],
};

static GENERAL: QuestionSet = QuestionSet {
    declares: None,
    groups: &[Group { name: "general", questions: &[needed("request.content", Kind::Lines)] }],
};

/// Every set, for the tests that look for missing words.
#[cfg(test)]
pub(crate) fn all() -> [&'static QuestionSet; 6] {
    [&BIRTH, &DEATH, &EXTRACT, &LAND, &BUILDING, &GENERAL]
}
