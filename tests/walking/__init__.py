"""Services walked at random: sound ones hold, and what is planted in a flow is found and told."""
