"""The report: the same words and figures for the result page, the HTML report and the PDF."""
