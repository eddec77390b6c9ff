-- Packs of stickers, emoji and GIFs: of somebody, who uses them everywhere, or of a group, in which everybody uses them.

alter table uploads drop constraint uploads_wish_check;
alter table uploads add constraint uploads_wish_check check (wish in ('photo', 'video', 'voice', 'video_note', 'sticker', 'file'));
alter table media drop constraint media_kind_check;
alter table media add constraint media_kind_check check (kind in ('photo', 'video', 'voice', 'video_note', 'sticker', 'file'));

create table packs (
  id uuid primary key,
  account_id uuid references accounts on delete cascade,
  conversation_id uuid references conversations on delete cascade,
  made_by uuid not null,
  client_id uuid not null,
  title text not null,
  shared boolean not null,                          -- whoever gets a picture of it may add it; never of a group's
  place integer not null,                           -- in its owner's order
  check (num_nonnulls(account_id, conversation_id) = 1),
  unique (made_by, client_id)
);
create index packs_account on packs (account_id) where account_id is not null;
create index packs_conversation on packs (conversation_id) where conversation_id is not null;

-- The pack holds its media as a message does: `attachments`, under the pack's id.
create table pack_pictures (
  pack_id uuid not null references packs on delete cascade,
  media_id uuid not null,
  place integer not null,
  kind text not null check (kind in ('sticker', 'emoji', 'gif')),
  name text not null,
  emoji text not null,
  alt text not null,
  primary key (pack_id, media_id),
  unique (pack_id, name)
);

-- Packs of others that somebody has added.
create table packs_added (
  account_id uuid not null references accounts on delete cascade,
  pack_id uuid not null references packs on delete cascade,
  at timestamptz not null default now(),
  primary key (account_id, pack_id)
);
create index packs_added_pack on packs_added (pack_id);
