"""A bank that holds our account: it is told what to expect, tells of money by signed notices, and gives statements."""
