"""Web Push: tells devices that are away what came, and takes it back when it is read. Owns push_subscriptions, push_told."""
