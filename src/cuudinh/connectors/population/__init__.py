"""The national population register: a file of its answers, and a register of our own invention for trying."""
