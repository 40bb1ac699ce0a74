-- key: list, item_code, valid_from. The entries of the duty lists with their spans of validity; a later entry ends the earlier one.
with followed as (
  select *, lead(valid_from) over (partition by list, item_code order by valid_from) as next_from
  from latest_duty_list
)
select
  list, item_code, main, assist, title, basis, valid_from,
  least(coalesce(valid_to, date '9999-12-31'), coalesce(next_from, date '9999-12-31')) as valid_to
from followed
