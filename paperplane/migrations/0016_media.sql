-- Files that people bring, in parts that may come over days; and what is made of them, which alone is shown.

-- A part is on disk, as an object of its own, before its row says so.
create table uploads (
  id uuid primary key,
  owner_id uuid not null references accounts on delete cascade,
  name text not null,
  wish text check (wish in ('photo', 'video', 'voice', 'video_note', 'file')),   -- null: as its bytes are
  bytes bigint not null check (bytes > 0),
  received bigint not null default 0 check (received <= bytes),
  parts integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index uploads_owner on uploads (owner_id);
create index uploads_expiring on uploads (expires_at);

create table upload_parts (
  upload_id uuid not null references uploads on delete cascade,
  at bigint not null,
  bytes bigint not null,
  object text not null,
  primary key (upload_id, at)
);

-- An upload that is whole becomes a medium under its id. The owner may be gone before it is.
create table media (
  id uuid primary key,
  owner_id uuid references accounts on delete set null,
  kind text check (kind in ('photo', 'video', 'voice', 'video_note', 'file')),   -- null: not known yet
  state text not null default 'making' check (state in ('making', 'ready', 'refused')),
  reason text,
  tries integer not null default 0,
  name text not null,
  bytes bigint not null,
  width integer,
  height integer,
  duration_ms integer,
  blurhash text,
  waveform integer[],
  settled boolean not null default false,           -- it was sent: nobody looks for it among those that never were
  created_at timestamptz not null default now()
);
create index media_owner on media (owner_id);
create index media_unsettled on media (created_at) where not settled;

-- Who still refers to a medium: a message (its conversation and seq), something to be sent later, or a report (their
-- ids, and 0). What nobody refers to goes.
create table attachments (
  holder uuid not null,
  place bigint not null,
  media_id uuid not null,
  primary key (holder, place, media_id)
);
create index attachments_media on attachments (media_id);

-- Who has opened what can be seen once; null: nobody, or it is not of that kind.
alter table messages add column viewed uuid[];
