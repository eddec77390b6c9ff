"""Web Push: tells devices that are away what came, and takes it back when it is read."""
