-- Calls that are going on. What became of one that is over stands in the log of its conversation.

create table calls (
  id uuid primary key,
  conversation_id uuid not null references conversations on delete cascade,
  caller_id uuid not null references accounts on delete cascade,
  caller_session uuid not null,
  callee_id uuid not null references accounts on delete cascade,
  callee_session uuid,                              -- which of their devices answered
  video boolean not null,
  caller_relay boolean not null,                    -- whose address the other does not learn
  callee_relay boolean not null,
  began_at timestamptz not null default now(),
  answered_at timestamptz,
  talking_at timestamptz,                           -- since when either hears the other
  caller_seen_at timestamptz not null default now(),
  callee_seen_at timestamptz
);
create index calls_conversation on calls (conversation_id);
create index calls_caller on calls (caller_id);
create index calls_callee on calls (callee_id);

-- A person is in one call at most.
create table call_lines (
  account_id uuid primary key references accounts on delete cascade,
  call_id uuid not null references calls on delete cascade
);
create index call_lines_call on call_lines (call_id);

-- null: as is right for the age.
alter table accounts add column relay_calls boolean;
