-- What a feed chose for whom, and with which probability; and what somebody wants to see no more of.

-- Without its probability nothing can be learned from what was shown (propensity: 1, unless it was drawn).
create table impressions (
  account_id uuid not null references accounts on delete cascade,
  session_id uuid not null,                          -- the pages of one look at the feed
  post_id uuid not null references posts on delete cascade,
  place integer not null,
  sources text[] not null,
  parts jsonb not null,
  score real not null,
  propensity real not null check (propensity > 0 and propensity <= 1),
  weights integer not null,                          -- their version
  served_at timestamptz not null default now(),
  primary key (account_id, session_id, post_id)
);
create index impressions_served on impressions (served_at);
create index impressions_post on impressions (post_id);

create table not_interested (
  account_id uuid not null references accounts on delete cascade,
  post_id uuid not null references posts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (account_id, post_id)
);
create index not_interested_post on not_interested (post_id);

create index post_likes_account on post_likes (account_id, created_at desc);
create index post_likes_at on post_likes (created_at);
