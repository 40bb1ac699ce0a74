-- key: old_code, new_code. What an old code became. `register`: which one knows both codes at one level, null where none does; `folds`: one code took its place whole.
with codes as (
  select distinct 'area' as register, area_code as code, level from latest_area
  union all
  select distinct 'department' as register, department_code as code, 'department' as level from latest_department
), known as (   -- a code that is both counts as an area
  select c.old_code, c.new_code, min(o.register) as register
  from latest_area_change c
  join codes o on o.code = c.old_code
  join codes n on n.code = c.new_code and n.register = o.register and n.level = o.level
  group by c.old_code, c.new_code
), told as (
  select c.old_code, c.new_code, c.kind, c.effective_on, k.register
  from latest_area_change c
  left join known k on k.old_code = c.old_code and k.new_code = c.new_code
), heirs as (   -- a code that several follow on one day was divided, whatever the kind says
  select
    old_code, effective_on, count(distinct new_code) as n,
    max(case when kind = 'split' then 1 else 0 end) as divided
  from told
  where register is not null
  group by old_code, effective_on
)
select
  t.old_code, t.new_code, t.kind, t.effective_on, t.register,
  coalesce(t.register is not null and t.old_code <> t.new_code and h.n = 1 and h.divided = 0, false) as folds
from told t
left join heirs h on h.old_code = t.old_code and h.effective_on = t.effective_on
