"""A synthetic city: source files as a platform would export them, taking the same road as real ones.

What the background promises, so that a rule finds the planted stories and nothing else, at 20,000 cases as at
6,270,000:

- weekend share of a district's reports 17 % to 26 %; in the planted weekend gap under 3 %;
- returns per case of a department of 30 cases under 8 %; planted above 20 %, in the last months above 40 %;
- closures on the last two days of months under 20 % for a department of 30, 32 % for a street; planted 70 %;
- reopened cases of one street, item and month 8 at most; planted at least 60 and 0.01 % of all cases;
- overdue open cases of a street of 15 or more grow by less than 40 % in four weeks; planted: fourfold;
- an item's reports of the last week, where they are 20, under 1.6 times those of four weeks before; planted
  above 3;
- repeats (same place and item within 30 days) under 10 % of a street's cases of the last 60 to 90 days where
  it has 30; planted above 40 %.

The counts are calm because where, what and how long come from a lattice over the cases in order of time.
"""
