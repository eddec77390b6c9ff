"""A demo: a cast with faces, friends and three weeks of talk, for whoever wants to look around. Owns no tables."""
