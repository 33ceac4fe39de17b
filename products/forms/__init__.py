"""What is typed on the pages of producers, products and registrations, one file per noun."""
