"""Steps 1-3: groups, members, meetings, activities, production, plans."""
