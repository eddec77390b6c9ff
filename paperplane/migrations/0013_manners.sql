-- Who is told that somebody writes, records, is here and has read: always both ways.

alter table accounts
  add column show_typing text not null default 'everyone' check (show_typing in ('everyone', 'friends', 'nobody')),
  add column show_recording text not null default 'everyone' check (show_recording in ('everyone', 'friends', 'nobody')),
  add column show_receipts boolean not null default true,
  alter column show_presence drop default;
alter table accounts
  alter column show_presence type text using case when show_presence then 'friends' else 'nobody' end,
  alter column show_presence set default 'friends',
  add constraint accounts_show_presence_check check (show_presence in ('everyone', 'friends', 'nobody'));

-- What of a member's marks the others may find by sync. Their own changes, and a reading that they do not show, must
-- not be found even as 'something changed': `changed_at` is the member's own.
alter table members
  add column told_at timestamptz not null default now(),       -- delivery moved, or reading is shown to others than before
  add column receipt_at timestamptz not null default now();    -- the read mark that others may see moved
