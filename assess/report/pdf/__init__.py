"""The report as a PDF that meets PDF/UA-1 and PDF/A-3a."""
