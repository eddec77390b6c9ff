-- Conversations and their logs. Every hot table's key begins with conversation_id, its shard key.

create table conversations (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('direct', 'group')),
  title text,
  last_seq bigint not null default 0,               -- every event takes one: dense
  last_n bigint not null default 0,                 -- those that count as unread take one: dense
  created_by uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  active_at timestamptz not null default now(),     -- the newest message; orders the inbox
  changed_at timestamptz not null default now()     -- the newest event; found by sync
) with (fillfactor = 70);                           -- room for updates in place: no indexed column changes

-- One 1:1 conversation a pair, whoever asks first.
create table direct_conversations (
  low_id uuid not null references accounts on delete cascade,
  high_id uuid not null references accounts on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  primary key (low_id, high_id),
  check (low_id < high_id)
);

-- state: accepted | request (a stranger wrote: it stands in my Requests) | ignored (it left them).
-- read_seq, read_n are my own mark; receipt_seq and delivered_seq are what others are told.
create table members (
  conversation_id uuid not null references conversations on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  state text not null default 'accepted' check (state in ('accepted', 'request', 'ignored')),
  from_seq bigint not null default 0,               -- reads events above this …
  to_seq bigint,                                    -- … up to this, once removed
  read_seq bigint not null default 0,
  read_n bigint not null default 0,
  receipt_seq bigint not null default 0,
  delivered_seq bigint not null default 0,
  changed_at timestamptz not null default now(),
  primary key (conversation_id, account_id)
) with (fillfactor = 70);
create index members_account on members (account_id);

-- The log. What a message says stands only in messages, so that there is one place to forget it.
-- No foreign keys here: the send line has just locked the conversation, and a check per row costs more than the row.
create table events (
  conversation_id uuid not null,
  seq bigint not null,
  id uuid not null,
  kind text not null,
  n bigint,
  sender uuid not null,
  client_id uuid not null,
  sent_at timestamptz not null,
  primary key (conversation_id, seq),
  unique (conversation_id, sender, client_id)
);

-- The fold of the log: one row a message.
create table messages (
  conversation_id uuid not null,
  seq bigint not null,
  body jsonb,
  primary key (conversation_id, seq)
);
