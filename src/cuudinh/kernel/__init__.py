"""Plain words that every floor speaks: actor, refusal, clock, working time, flow, text. No framework."""
