"""Steps 1-2: households, enrolments, readiness, income, wisdom, occupations."""
