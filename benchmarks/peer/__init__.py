"""The ordinary Django build that this system is measured against: what a default team writes."""
