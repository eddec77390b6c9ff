-- Who is told of what while they are away: by a push to a device, or by a mail.

-- One a device that asked for it. It ends with its session.
create table push_subscriptions (
  id uuid primary key default uuidv7(),
  session_id uuid not null unique references sessions on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  endpoint text not null unique,                    -- a browser has one: who signs in there next takes it over
  p256dh bytea not null,
  auth bytea not null,
  created_at timestamptz not null default now(),
  failures integer not null default 0,              -- in a row …
  wait_until timestamptz                            -- … and nothing is tried before
);
create index push_subscriptions_account on push_subscriptions (account_id);

-- What a device has been told of a conversation; of requests and of followers, under an id of their own.
create table push_told (
  subscription_id uuid not null references push_subscriptions on delete cascade,
  about uuid not null,
  told_n bigint not null default 0,
  shown text,                                       -- what stands there; null: nothing
  due_at timestamptz,                               -- to be looked at again then: being sent, failed, or quiet hours
  sending boolean not null default false,           -- by somebody, who has until then
  primary key (subscription_id, about)
);
create index push_told_due on push_told (due_at) where due_at is not null;

create table notification_settings (
  account_id uuid primary key references accounts on delete cascade,
  content text not null default 'text' check (content in ('text', 'sender', 'nothing')),
  messages boolean not null default true,
  mentions boolean not null default true,
  requests boolean not null default true,
  follows boolean not null default false,
  digest boolean not null default true,
  digest_at timestamptz                             -- when the last mail went out
);
