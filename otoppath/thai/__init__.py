"""Buddhist-Era dates, sort and search keys, damaged-text repair, baht."""
