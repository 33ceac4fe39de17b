"""The five steps: what each asks for, and how a record moves."""
