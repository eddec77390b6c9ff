-- Accounts: who somebody is, how they prove it, and the words they are found by.

create table accounts (
  id uuid primary key default uuidv7(),
  handle text not null unique check (handle ~ '^[a-z0-9_.]{2,30}$'),
  display_name text not null,
  password_hash text not null,
  birth_date bytea not null,                        -- AES-256-GCM; the key is a file in the data directory
  email text,
  email_verified_at timestamptz,
  private boolean not null default false,
  show_presence boolean not null default true,
  locale text not null default 'en',
  avatar_id uuid,                                   -- random (v4): its address is the right to see it
  created_at timestamptz not null default now(),
  last_seen_at timestamptz
);
create unique index accounts_email on accounts (lower(email)) where email_verified_at is not null;

-- Prefixes of these folded words find a person; filled by Python, since the embedded Postgres has no unaccent.
create table account_words (
  account_id uuid not null references accounts on delete cascade,
  word text not null,
  primary key (account_id, word)
);
create index account_words_prefix on account_words (word text_pattern_ops, account_id);

create table sessions (
  id uuid primary key default uuidv7(),
  account_id uuid not null references accounts on delete cascade,
  token_hash bytea not null unique,                 -- SHA-256 of a 256-bit random token
  name text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
);
create index sessions_account on sessions (account_id);

create table mailed_tokens (
  token_hash bytea primary key,
  account_id uuid not null references accounts on delete cascade,
  purpose text not null check (purpose in ('verify_email', 'reset_password')),
  email text not null,
  expires_at timestamptz not null
);
create index mailed_tokens_account on mailed_tokens (account_id, purpose);
