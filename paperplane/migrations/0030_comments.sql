-- What is deleted can be taken back for some seconds by who deleted it, and who wrote something finds it again.

alter table comments
  drop constraint comments_state_check,
  add constraint comments_state_check check (state in ('shown', 'waiting', 'hidden', 'deleted')),
  add column deleted_at timestamptz,
  add column deleted_by uuid references accounts on delete set null,
  add column deleted_state text,                    -- how it stood before
  add constraint comments_deleted_check check ((state = 'deleted') = (deleted_at is not null));
create index comments_deleted on comments (deleted_at) where deleted_at is not null;
create index comments_author on comments (author_id, created_at desc, id desc);
