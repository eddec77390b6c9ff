-- What the page says of itself that a message's first link leads to, fetched once by the server; gone with the message.
alter table messages add column preview jsonb;
-- Whom a contact card shows is asked by the account.
create index messages_contacts on messages (conversation_id, (body ->> 'account_id')) where body ->> 'type' = 'contact';
