"""Exact numbers as scheme files write them: integers, decimals, or fractions as text."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator

from warehouse.statistics import half_up, plain

MOST_DIGITS = 30


def number(given: object) -> Fraction:
    """The exact value; raises ValueError of anything that is none."""
    if isinstance(given, Fraction):
        return given
    if isinstance(given, bool) or not isinstance(given, int | Decimal | str):
        raise ValueError(f'{given!r} is no exact number; write 0.3 or "1/3"')
    parts = str(given).split("/")
    try:
        if len(parts) > 2 or any(abs(Decimal(part).adjusted()) > MOST_DIGITS for part in parts):
            raise ValueError
        return Fraction(str(given))
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f'{given!r} is no exact number; write 0.3 or "1/3"') from error


Exact = Annotated[Fraction, PlainValidator(number), PlainSerializer(lambda value: str(plain(value)))]


def told(value: Fraction | None) -> str | None:
    """An exact number as documents hold it: p/q in lowest terms, or an integer, as text."""
    return None if value is None else str(value)


def decimal(value: Fraction, places: int) -> str:
    """Decimals without the zeros that say nothing."""
    text = half_up(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def json_number(value: Any) -> Any:
    """A number of a file as a refusal tells it."""
    return str(value) if isinstance(value, Decimal | Fraction) else value
