"""What is typed on the pages of groups, one file per noun."""
