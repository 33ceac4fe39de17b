"""A district to try the system on: plainly synthetic people in the real tree of Phu Khiao."""
