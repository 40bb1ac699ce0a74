"""Files in, tables of raw text out; every record is accounted for before anybody asks for it.

`open_tables(path, scratch)` gives one Table per CSV, per member of a ZIP and per non-empty sheet, or a
Document for JSON (`document.table(records, columns)` makes its Table). What cannot be read is
`Refused(code, message)`.

What the next step may rely on:

- `Table.relation` is SQL text for a FROM: columns c0 … (VARCHAR, raw, one per name of `header`) and `line`
  (BIGINT: the physical line, the row of a sheet, the element of a JSON array; unique and ascending, so it
  serves as the ordinal too). It may be scanned on any connection, as often as one likes, while scratch
  exists. Every record in it has the right number of fields, is valid UTF-8, has no NUL and no field beyond
  the limits: there is no table of rejects to look into afterwards.
- `Table.records` is how many rows the relation has, counted by the reader and not by DuckDB. Whoever scans
  compares, and refuses with NOT_BALANCED when they differ.
- `Table.faults` are the records that are not in the relation, `Table.structural` counts header and blank
  lines, `Table.read` is the sum of all three. A fault that spans lines (a broken quote) is one record.
- `line` costs little CPU but makes DuckDB read in order on one thread: leave it out where it is not needed.
- `Table.blemishes` tells what clean-up may have to do: where one is missing, no value needs it.
- A line break inside a CSV value has become one space. An empty value may be NULL or an empty text.
"""

from etl.read.blemish import ALL, Blemish
from etl.read.document import Document
from etl.read.opening import open_tables
from etl.read.table import LIMITS, Fault, Limits, Table

__all__ = ["ALL", "LIMITS", "Blemish", "Document", "Fault", "Limits", "Table", "open_tables"]
