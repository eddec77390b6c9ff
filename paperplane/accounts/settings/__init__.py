"""What people choose of what others see of them, and when to be left in peace."""
