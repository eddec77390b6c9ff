-- What others did is computed from what they did: likes of a post by their time, who is named in what, what could not be published.

create index post_likes_post on post_likes (post_id, created_at);
create index posts_mentions on posts using gin (mentions jsonb_path_ops) where mentions <> '[]';
create index comments_mentions on comments using gin (mentions jsonb_path_ops) where mentions <> '[]';

alter table posts add column failed_at timestamptz;
create index posts_failed on posts (author_id) where failed is not null and deleted_at is null;

-- Of what is done with one's posts and comments, and by whom, one is told while away. Who likes is told quietly, in Activity alone.
alter table notification_settings
  add column likes text not null default 'nobody' check (likes in ('everyone', 'following', 'nobody')),
  add column comments text not null default 'everyone' check (comments in ('everyone', 'following', 'nobody')),
  add column post_mentions text not null default 'everyone' check (post_mentions in ('everyone', 'following', 'nobody')),
  add column tags text not null default 'everyone' check (tags in ('everyone', 'following', 'nobody'));

-- Posts and comments are reported as messages are: `shown` keeps them as the reporter saw them.
alter table reports
  drop constraint reports_subject_kind_check,
  add constraint reports_subject_kind_check check (subject_kind in ('message', 'person', 'group', 'post', 'comment')),
  add column shown jsonb;
