"""Media: pictures people bring, made anew before they are kept. For now avatars."""
