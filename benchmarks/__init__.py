"""How quick the program is, always against something measured in the same run."""
