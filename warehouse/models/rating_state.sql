-- view. key: rating_id, valid_from. One criterion of a form by which a street rated a department, until and since it was voided.
with rated as (
  select
    r.rating_id, r.submitted_at, r.criterion, cast(r.level as integer) as level,
    case when d.department_code is null then 'unregistered' else r.department_code end as department,
    coalesce(d.parent, r.department_code) as parent,
    case when a.area_code is null then 'unregistered' else coalesce(a.district, 'unspecified') end as district,
    case when a.area_code is null then 'unregistered' else coalesce(a.street, 'unspecified') end as street,
    x.rule,
    cast(r.submitted_at as date) as submitted_on,
    coalesce(cast(r.voided_at as date), date '9999-12-31') as voided_on
  from fct_rating r
  left join (
    select department_code, max_by(parent, valid_from) as parent from dim_department group by department_code
  ) d on d.department_code = r.department_code
  left join dim_area a on a.area_code = r.street_code
    and a.valid_from <= cast(r.submitted_at as date) and cast(r.submitted_at as date) < a.valid_to
  left join fct_exclusion x on x.target_kind = 'rating' and x.target_id = r.rating_id and x.in_force
)
select
  rating_id, submitted_at, department, parent, district, street, criterion, level, level as marks, rule as excluded,
  submitted_on as valid_from, voided_on as valid_to
from rated
where submitted_on < voided_on
union all
select
  rating_id, submitted_at, department, parent, district, street, criterion, level, level as marks, coalesce(rule, 'void') as excluded,
  voided_on as valid_from, date '9999-12-31' as valid_to
from rated
where voided_on < date '9999-12-31'
