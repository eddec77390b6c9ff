"""Who is here now. Kept in memory; only `accounts.last_seen_at` touches the disk. Who is told: messages/manners."""
