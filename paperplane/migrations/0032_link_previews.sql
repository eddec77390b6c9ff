-- Whether a post shows what its first link leads to: its author may have taken that out.
alter table posts add column link_preview boolean not null default true;
