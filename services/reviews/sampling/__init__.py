"""Which calls are reviewed: plans, seeded draws that anyone can repeat, and what they cover."""
