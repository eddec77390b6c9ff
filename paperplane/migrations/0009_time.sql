-- What goes by itself, what one no longer wants to see, what is to be said later, and what is half written.

-- The purge looks for what still says something: what it has emptied must not lie in its way.
drop index messages_expiring;
create index messages_expiring on messages (expires_at) where expires_at is not null and body is not null;

-- Deleted for oneself. `hidings` counts the changes to it, so that a device learns from a head that it missed some.
create table hidden (
  conversation_id uuid not null references conversations on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  seq bigint not null,
  primary key (conversation_id, account_id, seq)
);
create index hidden_account on hidden (account_id);
alter table members add column hidings integer not null default 0;

-- Somebody takes back everything they said in a conversation, up to the event `upto`; gone when it is done.
create table sweeps (
  conversation_id uuid not null references conversations on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  upto bigint not null,
  done integer not null default 0,
  started_at timestamptz not null default now(),
  primary key (conversation_id, account_id)
);
create index sweeps_account on sweeps (account_id);

-- To be sent later. `held`: the code of why it could not be sent when its time came.
create table scheduled (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  client_id uuid not null,
  body jsonb not null,
  send_at timestamptz not null,
  held text,
  leaving boolean not null default false,           -- on its way, and not to be changed any more
  created_at timestamptz not null default now(),
  unique (conversation_id, account_id, client_id)
);
create index scheduled_account on scheduled (account_id, send_at);
create index scheduled_due on scheduled (send_at) where held is null;

-- Written and not sent; an empty one says since when there is none.
create table drafts (
  account_id uuid not null references accounts on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  text text not null,
  at timestamptz not null,
  primary key (account_id, conversation_id)
);
create index drafts_conversation on drafts (conversation_id);
