"""Province, district, subdistrict, village."""
