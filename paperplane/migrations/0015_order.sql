-- How people order their own inbox: folders, names of their own for people, a colour a conversation.

-- rule: manual (what was put in by hand) | unread | groups | close_friends.
create table folders (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  client_id uuid not null,
  name text not null,
  rule text not null check (rule in ('manual', 'unread', 'groups', 'close_friends')),
  place integer not null,                           -- dense from 0 on, in an account's own order
  unique (account_id, client_id)
);

create table folder_conversations (
  folder_id uuid not null references folders on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  primary key (folder_id, conversation_id)
);
create index folder_conversations_conversation on folder_conversations (conversation_id);

-- What somebody calls somebody else, for their own eyes only.
create table nicknames (
  owner_id uuid not null references accounts on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  name text not null,
  words text not null,                              -- folded; a word's beginning finds it
  primary key (owner_id, account_id)
);
create index nicknames_account on nicknames (account_id);

alter table members add column colour text check (colour in ('blue', 'teal', 'green', 'amber', 'rose', 'violet'));
