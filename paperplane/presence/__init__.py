"""Who is here now, for friends who both show it. Kept in memory; only `accounts.last_seen_at` touches the disk."""
