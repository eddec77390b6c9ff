"""The cast's avatars, drawn by code: flat portraits of shapes and colours, the same ones every time."""
