-- Who holds a card of a post is told when it looks different: found by the post, wherever it was shared.
create index messages_cards on messages ((body ->> 'post_id')) where body ->> 'type' = 'card';
