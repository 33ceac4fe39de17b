"""Pages of producers, products and registrations, one file per noun."""
