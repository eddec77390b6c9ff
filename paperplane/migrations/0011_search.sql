-- Which words stand in which piece of a conversation. A piece is 32 numbers of its log: one row a message would cost
-- more than the message. What is found in a piece is looked up in its messages.
create table search_pieces (
  conversation_id uuid not null references conversations on delete cascade,
  piece integer not null,
  last_at timestamptz not null,
  words tsvector not null,                          -- folded words; has:kind; from:account
  primary key (conversation_id, piece)
);
create index search_pieces_words on search_pieces using gin (words);

-- How far each log is indexed. What lies beyond is read itself when somebody searches.
create table search_progress (
  conversation_id uuid primary key references conversations on delete cascade,
  upto bigint not null
);
