-- What somebody asks a human to look at: the exact messages, as they were shown to who reports, and what stood around
-- them. It is kept although they are unsent or disappear.
create table reports (
  id uuid primary key,
  reporter_id uuid not null references accounts on delete cascade,
  client_id uuid not null,
  subject_kind text not null check (subject_kind in ('message', 'person', 'group')),
  subject_id uuid not null,
  reason text not null,
  note text not null default '',
  evidence jsonb not null default '[]',
  created_at timestamptz not null default now(),
  unique (reporter_id, client_id)
);
create index reports_subject on reports (subject_id);
