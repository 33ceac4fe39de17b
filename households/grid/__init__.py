"""The village grid: what is asked of a village's enrolments, typed as one sheet."""
