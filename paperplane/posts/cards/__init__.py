"""Cards: posts that are shown in conversations, to each as far as they may see them now."""
