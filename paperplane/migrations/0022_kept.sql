-- What people keep of what others post, how they keep what is said to their own in order, who stands in a picture, and
-- how often a post was looked at.

create table collections (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  client_id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  unique (account_id, client_id)
);

-- Nobody but who made it learns of a bookmark. collection_id null: in none.
create table bookmarks (
  account_id uuid not null references accounts on delete cascade,
  post_id uuid not null references posts on delete cascade,
  collection_id uuid references collections on delete set null,
  created_at timestamptz not null default now(),
  primary key (account_id, post_id)
);
create index bookmarks_account on bookmarks (account_id, created_at desc, post_id desc);
create index bookmarks_collection on bookmarks (collection_id, created_at desc, post_id desc) where collection_id is not null;
create index bookmarks_post on bookmarks (post_id);

create table comment_settings (
  account_id uuid primary key references accounts on delete cascade,
  approve_first boolean not null default false,
  filter_words text[] not null default '{}'          -- folded
);

create index comments_waiting on comments (post_id) where state = 'waiting';

-- Who is said to be in a photo or a video; shown once they have agreed.
create table post_people (
  post_id uuid not null references posts on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  media_id uuid not null,
  x real not null check (x between 0 and 1),
  y real not null check (y between 0 and 1),
  agreed boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (post_id, account_id)
);
create index post_people_account on post_people (account_id, created_at desc, post_id desc);

-- One a viewer, post and day (UTC).
create table post_views (
  post_id uuid not null references posts on delete cascade,
  day date not null,
  account_id uuid not null references accounts on delete cascade,
  primary key (post_id, day, account_id)
);
create index post_views_account on post_views (account_id);
