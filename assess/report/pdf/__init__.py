"""The report as a PDF conforming to PDF/UA-1 and PDF/A-3a."""
