-- Who ignored an invitation is not asked anew by taking it back and asking again: it is kept, and asks nobody.

alter table invitations add column withdrawn boolean not null default false;
