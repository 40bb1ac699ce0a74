-- key: item_code. The catalogue of items; a level that is not given repeats nothing.
select
  item_code, level1,
  coalesce(level2, 'unclassified') as level2,
  coalesce(level3, item_code) as level3,
  limit_minutes,
  coalesce(clock, 'calendar') as clock
from latest_item
