"""What the pages on whistles and ratings must bring to light, counted from what was written."""

from collections.abc import Iterator

import numpy as np

from etl.synthetic.chance import Flags
from etl.synthetic.days import DAY, FIRST, LAST
from etl.synthetic.evaluation import Evaluation
from etl.synthetic.handling import NEVER
from etl.synthetic.ratings import QUARTERS, quarter_end
from etl.synthetic.roles import LEADER_SINCE, SINCE
from etl.synthetic.stories import Told
from etl.synthetic.summons import EVENING, MORNING


def score_stories(told: Evaluation) -> Iterator[Told]:
    """Each story with its units and how many rows tell it; none in a plain city."""
    if told.city.cast is None:
        return
    streets, departments, cast = told.city.areas.streets, told.city.bureaus.codes, told.cast
    forms, since = quarter_end(QUARTERS[0]), (SINCE, LAST)
    listed = [
        ("lenient_street", [streets[cast.lenient_street]], (forms, LAST), _lenient(told)),
        ("flat_rater", [streets[cast.flat_street]], (FIRST, LAST), _street(told, cast.flat_street)),
        (
            "reciprocity",
            [streets[cast.friendly_street], departments[cast.friendly_department]],
            since,
            _street(told, cast.friendly_street) & _rated(told, cast.friendly_department),
        ),
        (
            "rating_against_record",
            [streets[cast.forgiving_street], departments[cast.forgiven_department]],
            since,
            _against(told),
        ),
        ("gamed_exclusions", [departments[cast.excluding_department]], since, _gamed(told)),
        (
            "few_calls_leader",
            [departments[cast.leading_department]],
            (LEADER_SINCE, LAST),
            told.called.department == cast.leading_department,
        ),
        ("late_at_night", [departments[cast.nightly_department]], (FIRST, LAST), _nightly(told)),
        ("signs_never_comes", [departments[cast.absent_department]], (FIRST, LAST), _absent(told)),
    ]
    for story, units, span, rows in listed:
        yield story, units, span, {"n": int(rows.sum())}


def _street(told: Evaluation, street: int) -> Flags:
    found: Flags = told.rated.forms.street[told.rated.form] == street
    return found


def _rated(told: Evaluation, department: int) -> Flags:
    found: Flags = told.rated.forms.department[told.rated.form] == department
    return found


def _lenient(told: Evaluation) -> Flags:
    found: Flags = _street(told, told.cast.lenient_street) & (told.rated.forms.quarter[told.rated.form] >= 0)
    return found


def _against(told: Evaluation) -> Flags:
    pair = _street(told, told.cast.forgiving_street) & _rated(told, told.cast.forgiven_department)
    arrival = (told.rated.criterion == 0) & (told.rated.forms.late[told.rated.form] == 1)
    found: Flags = pair & arrival & (told.rated.level >= 4)
    return found


def _gamed(told: Evaluation) -> Flags:
    """The department's exclusions of calls that are in force."""
    out = told.excluded
    of_call = np.where(out.target == 1, out.place, 0)
    own = (out.target == 1) & (told.called.department[of_call] == told.cast.excluding_department)
    found: Flags = own & (out.revoked == NEVER) & (out.outcome != 1)
    return found


def _nightly(told: Evaluation) -> Flags:
    hour = told.blown.blown[told.called.whistle] % DAY // 3600
    own = told.called.department == told.cast.nightly_department
    found: Flags = own & told.called.late & ((hour >= EVENING) | (hour < MORNING))
    return found


def _absent(told: Evaluation) -> Flags:
    found: Flags = (told.called.department == told.cast.absent_department) & (told.called.signed < NEVER)
    return found
