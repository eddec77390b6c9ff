"""Family: what being a minor changes. Guardians and stricter bands build on this rule."""
