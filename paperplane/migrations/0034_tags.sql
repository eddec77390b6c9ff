-- Tags are found by how they begin, whatever the database's collation.
create index post_tags_prefix on post_tags (tag text_pattern_ops);
