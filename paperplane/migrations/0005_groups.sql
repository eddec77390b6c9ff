-- Groups: who is in them, what each role may do, who is asked; and how each person orders their own inbox.

alter table conversations
  add column title_words text not null default '',              -- folded; a word's beginning finds it
  add column picture_id uuid,                                   -- random (v4): its address is the right to see it
  add column client_id uuid,                                    -- of who made it: making it twice makes one
  add column permissions jsonb,                                 -- permission → the least role that has it; null in a direct one
  add column history text not null default 'joined' check (history in ('joined', 'all')),
  add column member_count integer not null default 0,
  add column members_seq bigint not null default 0;             -- the last event that changed who is told
create unique index conversations_client on conversations (created_by, client_id) where client_id is not null;
update conversations set member_count = 2 where kind = 'direct';
alter table conversations alter column member_count drop default;

-- archived_n: archived at that last_n; a later message brings the conversation back.
-- to_n, left_at, left_title: last_n, the time and the title at the parting, which is all that whoever left learns.
alter table members
  add column to_n bigint,
  add column left_at timestamptz,
  add column left_title text,
  add column parting text check (parting in ('left', 'removed')),
  add column joined_at timestamptz not null default now(),
  add column pinned_at timestamptz,
  add column archived_n bigint,
  add column muted_until timestamptz,
  add column marked_unread boolean not null default false;
update members m set joined_at = c.created_at from conversations c where c.id = m.conversation_id;

-- The events of a group that say who is in it, and under which rules, are messages that nobody wrote: the same log,
-- no number among the unread.

-- Whoever is no friend of who adds them is asked. The asker cannot tell ignored from waiting.
create table invitations (
  conversation_id uuid not null references conversations on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  inviter_id uuid not null references accounts on delete cascade,
  ignored boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (conversation_id, account_id)
);
create index invitations_account on invitations (account_id, created_at desc, conversation_id desc) where not ignored;
create index invitations_inviter on invitations (inviter_id);

-- Up to when somebody has seen what others did.
create table activity_seen (
  account_id uuid primary key references accounts on delete cascade,
  seen_at timestamptz not null
);
