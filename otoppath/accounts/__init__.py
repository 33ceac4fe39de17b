"""Users, roles, the areas a user serves, scoping, permissions."""
