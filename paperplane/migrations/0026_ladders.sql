-- What is made of a video that is posted, once it can be seen already; its captions, and what stands for it until it plays.

create table video_ladders (
  media_id uuid primary key references media on delete cascade,
  state text not null default 'climbing' check (state in ('climbing', 'whole', 'stopped')),
  tries smallint not null default 0,                 -- of the step that is next
  taken_until timestamptz not null default '-infinity',
  measured boolean not null default false,
  loudness double precision,                                     -- null: it has no sound
  sprite jsonb,
  created_at timestamptz not null default now()
);
create index video_ladders_climbing on video_ladders (created_at) where state = 'climbing';

create table renditions (
  media_id uuid not null references video_ladders on delete cascade,
  lines smallint not null,
  width smallint not null,
  height smallint not null,
  bytes bigint not null,
  bit_rate integer not null,
  codecs text not null,
  head integer not null,                             -- bytes before the first part; 0: it is played as one
  parts jsonb not null,                              -- [ms, bytes] each
  primary key (media_id, lines)
);

create table post_captions (
  post_id uuid not null references posts on delete cascade,
  lang text not null,
  label text not null,
  vtt text not null,
  primary key (post_id, lang)
);

alter table posts add column cover jsonb;

insert into video_ladders (media_id)
select distinct m.id from posts p join media m on m.id = (p.media -> 0 ->> 'media_id')::uuid
where p.kind = 'video' and p.state = 'published' and m.state = 'ready';
