"""What people ask and offices answer: every kind of case, its form, flow, deadline, routing and rating."""
