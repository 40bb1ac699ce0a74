-- key: enclave_id. The baseline list with its dossiers. `fits`: whether the rules know the remedy for this kind, null without a remedy.
with districts as (
  select distinct area_code from latest_area where level = 'district'
), streets as (
  select distinct area_code from latest_area where level = 'street'
)
select
  e.enclave_id, e.name, e.kind as enclave_kind,
  case when e.territory_district is null then 'unspecified' else coalesce(t.area_code, 'unregistered') end as territory_district,
  case when e.affairs_district is null then 'unspecified' else coalesce(a.area_code, 'unregistered') end as affairs_district,
  case when e.street_code is null then 'unspecified' else coalesce(s.area_code, 'unregistered') end as street,
  e.households, e.population, e.cause, e.gap, e.demand, e.measure, e.owner_unit,
  e.dossier_on, e.plan_on, e.team_on, e.lead_officer,
  case when e.measure is not null then r.measure is not null end as fits
from latest_enclave e
left join districts t on t.area_code = e.territory_district
left join districts a on a.area_code = e.affairs_district
left join streets s on s.area_code = e.street_code
left join rule_remedy r on r.kind = e.kind and r.measure = e.measure
