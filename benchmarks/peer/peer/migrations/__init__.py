"""Made when a benchmark database is made."""
