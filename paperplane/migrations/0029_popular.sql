-- What is liked and talked about these days, as the feed that is chosen knows it: made anew every minute.

create table popular (
  post_id uuid primary key references posts on delete cascade,
  score real not null                                -- likes and comments by open accounts, each worth less the older it is
);
create index popular_score on popular (score desc);

-- Whether somebody has looked at a post is asked for hundreds of posts a page.
create index post_views_who on post_views (account_id, post_id);
drop index post_views_account;

-- How many say something to a post, answers too.
create index comments_shown on comments (post_id) where state = 'shown';
