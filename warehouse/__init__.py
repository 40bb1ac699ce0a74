"""What is true: feeds, models, metrics and the questions they answer."""

from warehouse.answer import Answer, Group, Total, duration, window_document
from warehouse.ask import ask, ask_windows
from warehouse.attention import Finding, attention, attention_document
from warehouse.bureau import among_like, stationed
from warehouse.catalog import catalog, dimensions_of
from warehouse.chain import Area, chain
from warehouse.changes import Mark, changes
from warehouse.dimension import Dimension, dimension, dimensions
from warehouse.enclave import (
    REQUIREMENTS,
    Dossier,
    boundary_changes,
    dossier,
    dossiers,
    first_acceptance,
    relapses,
    remedies_in_use,
)
from warehouse.errors import (
    BadDefinition,
    BadQuestion,
    BuildFailed,
    JournalBroken,
    NoSnapshot,
    Unknown,
    WarehouseError,
)
from warehouse.exclusions import Excluded, exclusion_counts, exclusions
from warehouse.feed import Feed, feeds
from warehouse.fingerprint import definitions_sha256, rules_sha256
from warehouse.forecast import Forecast, forecast
from warehouse.latest import Landed, make_latest
from warehouse.metric import FOLDER as METRIC_FOLDER
from warehouse.metric import Example, Metric, metric, metrics
from warehouse.officer import Handover, Term, handovers, officers
from warehouse.peers import EVERYBODY, RANKED_BY, groups
from warehouse.period import Period, Window, calendar, earlier, grain, last_year, span
from warehouse.piloting import Piloted, piloted
from warehouse.policy import policy_dates
from warehouse.question import EVERYTHING, Question, Scope, parse, period, window
from warehouse.register import BUCKETS, Registers, excluded_name, registers
from warehouse.rows import RowList, each_row, in_words, rows
from warehouse.scoring.asking import Wanted, answered, scored
from warehouse.scoring.change import change_document
from warehouse.scoring.faults import Fault, SchemeRefused
from warehouse.scoring.filled import Filled, Form, form_of, forms_of
from warehouse.scoring.occasions import occasions
from warehouse.scoring.parallel import parallel_document, totals
from warehouse.scoring.places import Rank
from warehouse.scoring.publication import beside as publication_beside
from warehouse.scoring.publication import in_force, publication_document, publications
from warehouse.scoring.scheme import Node, Scheme
from warehouse.scoring.score import scored_window
from warehouse.scoring.scored import Score, Scored
from warehouse.scoring.shelf import Shelf, pick, shelf
from warehouse.scoring.trial import tried
from warehouse.scoring.whatif import Mixed, part_of, ranked
from warehouse.scoring.workbook import book_names, score_book
from warehouse.since import Move, Since, earlier_generation, since
from warehouse.snapshot import Snapshot, current, kept, open_snapshot, release, releases
from warehouse.splits import splits
from warehouse.standing import Standing, alone, rank, standings
from warehouse.standing_document import standing_document, unit_document
from warehouse.statistics import half_up, percent, wilson
from warehouse.story import Story, story
from warehouse.whistle import Record, arrivals, limits, whistle, worst_calls

__all__ = [
    "Answer",
    "Area",
    "BUCKETS",
    "BadDefinition",
    "BadQuestion",
    "BuildFailed",
    "Dimension",
    "Dossier",
    "EVERYBODY",
    "EVERYTHING",
    "Example",
    "Excluded",
    "Fault",
    "Feed",
    "Filled",
    "Finding",
    "Forecast",
    "Form",
    "Group",
    "Handover",
    "JournalBroken",
    "Landed",
    "METRIC_FOLDER",
    "Mark",
    "Metric",
    "Mixed",
    "Move",
    "NoSnapshot",
    "Node",
    "Period",
    "Piloted",
    "Question",
    "RANKED_BY",
    "REQUIREMENTS",
    "Rank",
    "Record",
    "Registers",
    "RowList",
    "Scheme",
    "SchemeRefused",
    "Scope",
    "Score",
    "Scored",
    "Shelf",
    "Since",
    "Snapshot",
    "Standing",
    "Story",
    "Term",
    "Total",
    "Unknown",
    "Wanted",
    "WarehouseError",
    "Window",
    "alone",
    "among_like",
    "answered",
    "arrivals",
    "ask",
    "ask_windows",
    "attention",
    "attention_document",
    "book_names",
    "boundary_changes",
    "calendar",
    "catalog",
    "chain",
    "change_document",
    "changes",
    "current",
    "definitions_sha256",
    "dimension",
    "dimensions",
    "dimensions_of",
    "dossier",
    "dossiers",
    "duration",
    "each_row",
    "earlier",
    "earlier_generation",
    "excluded_name",
    "exclusion_counts",
    "exclusions",
    "feeds",
    "first_acceptance",
    "forecast",
    "form_of",
    "forms_of",
    "grain",
    "groups",
    "half_up",
    "handovers",
    "in_force",
    "in_words",
    "kept",
    "last_year",
    "limits",
    "make_latest",
    "metric",
    "metrics",
    "occasions",
    "officers",
    "open_snapshot",
    "parallel_document",
    "parse",
    "part_of",
    "percent",
    "period",
    "pick",
    "piloted",
    "policy_dates",
    "publication_beside",
    "publication_document",
    "publications",
    "rank",
    "ranked",
    "registers",
    "relapses",
    "release",
    "releases",
    "remedies_in_use",
    "rows",
    "rules_sha256",
    "score_book",
    "scored",
    "scored_window",
    "shelf",
    "since",
    "span",
    "splits",
    "standing_document",
    "standings",
    "stationed",
    "story",
    "totals",
    "tried",
    "unit_document",
    "whistle",
    "wilson",
    "window",
    "window_document",
    "worst_calls",
]
