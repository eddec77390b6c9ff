-- Moments of videos that are made pictures; whose turn it is; and how loud a video is from moment to moment.

create table stills (
  media_id uuid not null references media on delete cascade,
  at_ms integer not null,
  state text not null default 'wanted' check (state in ('wanted', 'made', 'refused')),
  tries smallint not null default 0,
  taken_until timestamptz not null default '-infinity',
  created_at timestamptz not null default now(),
  primary key (media_id, at_ms)
);
create index stills_wanted on stills (created_at) where state = 'wanted';

create table ladder_turns (
  owner_id uuid primary key references accounts on delete cascade,
  served_at timestamptz not null
);

alter table video_ladders add column peaks boolean not null default false;

insert into stills (media_id, at_ms, state)
select m.id, (p.cover ->> 'at_ms')::int, case when bool_or((p.cover ->> 'ready')::boolean) then 'made' else 'wanted' end
from posts p join media m on m.id = (p.media -> 0 ->> 'media_id')::uuid where p.cover ->> 'at_ms' is not null group by 1, 2;
