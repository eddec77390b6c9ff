"""What happens to posts by the clock: published when it is time and their media are made, and gone for good."""
