-- How far a sweep has come: what it has taken back is not looked at again for each batch.
alter table sweeps add column reached bigint not null default 0;
