-- Kind streaks: what two friends have asked for, and how far it is counted.

alter table accounts add column quiet_hours jsonb;

create table streaks (
  conversation_id uuid primary key references conversations on delete cascade,
  asked_by uuid not null references accounts on delete cascade,
  on_at timestamptz,                                -- since when both want it; null: only `asked_by` does
  days integer not null default 0,
  last_day date,                                    -- the newest day (UTC) that is counted
  upto_seq bigint not null default 0,               -- what of the log need not be looked at again
  paused_on date,
  frozen jsonb not null default '[]'                -- spans of days that count against nobody
);
create index streaks_asked_by on streaks (asked_by);
