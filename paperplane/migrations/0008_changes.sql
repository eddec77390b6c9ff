-- What becomes of a message once it is said. Each change is an event of the log that names the message it is about;
-- what it changed beyond the message's own row stands in `detail`, and is gone when the message is.
alter table events
  add column about bigint,                          -- the seq of the message
  add column detail jsonb;
create index events_about on events (conversation_id, about) where about is not null;

alter table messages
  add column edited_at timestamptz,
  add column gone_at timestamptz,                   -- unsent: body is null, and so is all else that it said
  add column gone_by uuid,
  add column quiet boolean not null default false,  -- without a trace: pages leave it out
  add column pinned_at timestamptz,
  add column closed_at timestamptz,                 -- of a poll, before its time
  add column expires_at timestamptz,
  add column touched boolean not null default false;   -- has reactions or votes: a page without any need not look
create index messages_pinned on messages (conversation_id, pinned_at) where pinned_at is not null;
create index messages_expiring on messages (expires_at) where expires_at is not null;

-- What it said before.
create table edits (
  conversation_id uuid not null,
  seq bigint not null,
  until timestamptz not null,
  body jsonb not null,
  primary key (conversation_id, seq, until)
);

create table reactions (
  conversation_id uuid not null,
  seq bigint not null,
  emoji text not null,
  account_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (conversation_id, seq, emoji, account_id)
);
create index reactions_account on reactions (account_id);

create table votes (
  conversation_id uuid not null,
  seq bigint not null,
  account_id uuid not null references accounts on delete cascade,
  choices smallint[] not null,
  created_at timestamptz not null default now(),
  primary key (conversation_id, seq, account_id)
);
create index votes_account on votes (account_id);

-- Who is named in a message; everybody: no account. A head asks whether one of them is unread.
create table mentions (
  conversation_id uuid not null,
  seq bigint not null,
  n bigint not null,
  account_id uuid references accounts on delete cascade,
  unique nulls not distinct (conversation_id, account_id, seq)
);
create index mentions_account on mentions (account_id);

-- How long what is said stays; null: for good.
alter table conversations add column timer_s integer check (timer_s > 0);
alter table accounts add column mentions_reach boolean not null default true;   -- also from muted conversations
