"""The report as tables: Excel workbooks and CSV files."""
