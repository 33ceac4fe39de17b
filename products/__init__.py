"""Step 4: producers, products, costs, certificates, OTOP registration."""
