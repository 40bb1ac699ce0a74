"""The forms that streets filled in about a unit, in words."""

from dashboard.data.assessment import score
from dashboard.data.visit import Visit
from dashboard.reading import NamedForm
from warehouse import Form, Unknown, dimension, form_of, forms_of


def forms(here: Visit) -> list[NamedForm]:
    """Every form of the period about the unit of the address, or about a team of it; raises Unknown."""
    made = score(here)
    if here.address.unit not in made.scored:
        raise Unknown("unit", here.address.unit or "", made.scored)
    return [_told(here, each) for each in forms_of(here.snapshot, made, here.address.unit)]


def form(here: Visit, rating: str) -> NamedForm:
    """The form that holds a rating; raises Unknown."""
    return _told(here, form_of(here.snapshot, score(here), rating))


def _told(here: Visit, found: Form) -> NamedForm:
    made = score(here)
    street, department = (
        made.known.name(dimension(name), code, made.day, here.lang)
        for name, code in (("street", found.street), ("department", found.department))
    )
    return NamedForm(found, street, department)
