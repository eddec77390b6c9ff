-- Who looks after the server: `paperplane admin operator` gives and takes it, no door does.

alter table accounts add column operator boolean not null default false;
