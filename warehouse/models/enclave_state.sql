-- key: enclave_id, valid_from. One row per enclave and span of days: how many requirements are met, what of its dossier is there.
with days as (
  select enclave_id, valid_from as day from requirement_state
  union
  select enclave_id, dossier_on from dim_enclave where dossier_on is not null
  union
  select enclave_id, plan_on from dim_enclave where plan_on is not null
  union
  select enclave_id, team_on from dim_enclave where team_on is not null
), told as (
  select
    d.enclave_id, d.day,
    cast(sum(case when r.accepted then 1 else 0 end) as integer) as met,
    max(case when r.revoked then 1 else 0 end) as revoked
  from days d
  join requirement_state r on r.enclave_id = d.enclave_id and r.valid_from <= d.day and d.day < r.valid_to
  group by d.enclave_id, d.day
)
select
  e.enclave_id, e.enclave_kind, e.territory_district, e.affairs_district, e.street, cast(null as varchar) as excluded,
  t.met, t.revoked = 1 as revoked, e.fits,
  coalesce(e.dossier_on <= t.day, false) as dossier,
  coalesce(e.plan_on <= t.day, false) as plan,
  coalesce(e.team_on <= t.day, false) as team,
  t.day as valid_from,
  coalesce(lead(t.day) over (partition by t.enclave_id order by t.day), date '9999-12-31') as valid_to
from told t
join dim_enclave e on e.enclave_id = t.enclave_id
