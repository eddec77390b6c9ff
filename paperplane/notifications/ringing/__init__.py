"""A call rings on devices whose app is closed, and stops ringing there."""
