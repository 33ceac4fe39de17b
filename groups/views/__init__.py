"""The pages of groups, one file per noun."""
