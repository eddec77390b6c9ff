"""What one is told of: what others did (activity), and what came while one was away. Owns activity_seen, push_subscriptions,
push_told, notification_settings; pushes `activity` and `notifications`."""
