"""Everything the business knows. No HTTP, no speech model, no commits outside `services.db`."""
