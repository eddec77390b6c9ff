-- Relations between people, and what they show of themselves.

create table follows (
  follower_id uuid not null references accounts on delete cascade,
  followee_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (follower_id, followee_id),
  check (follower_id <> followee_id)
);
create index follows_followee on follows (followee_id, created_at desc, follower_id desc);
create index follows_follower on follows (follower_id, created_at desc, followee_id desc);

-- waiting → (accepted: the row becomes a follow) | ignored. The asker cannot tell ignored from waiting.
create table follow_requests (
  follower_id uuid not null references accounts on delete cascade,
  followee_id uuid not null references accounts on delete cascade,
  ignored boolean not null default false,
  withdrawn boolean not null default false,         -- only an ignored one is kept then: asking again stays ignored
  created_at timestamptz not null default now(),
  primary key (follower_id, followee_id)
);
create index follow_requests_followee on follow_requests (followee_id, created_at desc, follower_id desc) where not ignored;

create table follow_counts (
  account_id uuid primary key references accounts on delete cascade,
  followers integer not null default 0,
  following integer not null default 0
);

-- A minor opened the door to somebody, by following, asking to, or writing first. Only the minor's block closes it.
create table reaches (
  minor_id uuid not null references accounts on delete cascade,
  adult_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (minor_id, adult_id)
);

create table blocks (
  blocker_id uuid not null references accounts on delete cascade,
  blocked_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (blocker_id, blocked_id)
);
create index blocks_blocked on blocks (blocked_id);

create table mutes (
  muter_id uuid not null references accounts on delete cascade,
  muted_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (muter_id, muted_id)
);

create table close_friends (
  owner_id uuid not null references accounts on delete cascade,
  friend_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (owner_id, friend_id)
);

create table profiles (
  account_id uuid primary key references accounts on delete cascade,
  bio text not null default '',
  pronouns text not null default '',
  links jsonb not null default '[]'
);
