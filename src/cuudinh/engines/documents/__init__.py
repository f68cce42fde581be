"""Papers that offices give out: their forms, numbers, files and signatures, and how anybody checks one."""
