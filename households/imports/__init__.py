"""The office's spreadsheet of households: read, planned, shown, then written."""
