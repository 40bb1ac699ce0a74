-- key: enclave_id, requirement, valid_from. One row per enclave, requirement and span of days in which it is accepted or not.
with asked as (
  select
    e.enclave_id, r.requirement, e.enclave_kind, e.territory_district, e.affairs_district, e.street
  from dim_enclave e
  cross join (select 'responsibility' as requirement union all select 'safety' union all select 'livelihood') r
), days as (   -- a set: what several records say of one day is one change
  select enclave_id, requirement, date '0001-01-01' as day from asked
  union
  select enclave_id, requirement, accepted_on from fct_enclave_requirement
  union
  select enclave_id, requirement, revoked_on from fct_enclave_requirement where revoked_on is not null
), told as (
  select
    d.enclave_id, d.requirement, d.day,
    max(case when f.accepted_on <= d.day and d.day < f.valid_to then 1 else 0 end) as accepted,
    max(case when f.accepted_on <= d.day then 1 else 0 end) as ever
  from days d
  left join fct_enclave_requirement f on f.enclave_id = d.enclave_id and f.requirement = d.requirement
  group by d.enclave_id, d.requirement, d.day
)
select
  a.enclave_id, a.requirement, a.enclave_kind, a.territory_district, a.affairs_district, a.street,
  cast(null as varchar) as excluded, t.accepted = 1 as accepted, t.accepted = 0 and t.ever = 1 as revoked,
  t.day as valid_from,
  coalesce(lead(t.day) over (partition by t.enclave_id, t.requirement order by t.day), date '9999-12-31') as valid_to
from told t
join asked a on a.enclave_id = t.enclave_id and a.requirement = t.requirement
