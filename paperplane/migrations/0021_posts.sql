-- What people post for others to see, and what those do with it.

create table posts (
  id uuid primary key,
  author_id uuid not null references accounts on delete cascade,
  client_id uuid not null,
  kind text not null check (kind in ('text', 'photos', 'video')),
  state text not null check (state in ('draft', 'scheduled', 'making', 'published')),
  text text not null default '',
  background text,
  mentions jsonb not null default '[]',
  tags text[] not null default '{}',                -- folded
  media jsonb not null default '[]',                -- what is drawn before the bytes are there; whole once it is published
  preview jsonb,
  audience text not null check (audience in ('everyone', 'followers', 'friends', 'close_friends', 'only_me')),
  comments text not null check (comments in ('everyone', 'followers', 'friends', 'nobody')),
  download boolean not null default false,
  failed text,                                      -- the code for which it could not be published: it is a draft again
  publish_at timestamptz,
  published_at timestamptz,
  edited_at timestamptz,
  deleted_at timestamptz,                           -- gone to everyone; its author may take that back for some seconds
  pinned_at timestamptz,
  created_at timestamptz not null default now(),
  unique (author_id, client_id),
  check (state <> 'published' or published_at is not null)
);
create index posts_author on posts (author_id, published_at desc, id desc) where state = 'published' and deleted_at is null;
create index posts_unpublished on posts (author_id, created_at desc, id desc) where state <> 'published' and deleted_at is null;
create index posts_latest on posts (published_at desc, id desc) where state = 'published' and deleted_at is null;
create index posts_waiting on posts (publish_at) where state in ('scheduled', 'making') and deleted_at is null;
create index posts_deleted on posts (deleted_at) where deleted_at is not null;

create table post_tags (
  tag text not null,
  published_at timestamptz not null,
  post_id uuid not null references posts on delete cascade,
  primary key (tag, published_at, post_id)
);
create index post_tags_post on post_tags (post_id);

create table reposts (
  post_id uuid not null references posts on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (post_id, account_id)
);
create index reposts_account on reposts (account_id, created_at desc, post_id desc);

create table post_likes (
  post_id uuid not null references posts on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (post_id, account_id)
);

-- A thread has one level of answers.
create table comments (
  id uuid primary key,
  post_id uuid not null references posts on delete cascade,
  parent_id uuid references comments on delete cascade,
  author_id uuid not null references accounts on delete cascade,
  client_id uuid not null,
  text text not null,
  mentions jsonb not null default '[]',
  state text not null default 'shown' check (state in ('shown', 'waiting', 'hidden')),
  pinned_at timestamptz,
  edited_at timestamptz,
  created_at timestamptz not null default now(),
  unique (author_id, client_id)
);
create index comments_post on comments (post_id, created_at desc, id desc) where parent_id is null;
create index comments_parent on comments (parent_id, created_at, id) where parent_id is not null;

create table comment_likes (
  comment_id uuid not null references comments on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (comment_id, account_id)
);
