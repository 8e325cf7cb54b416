"""Reports for people: tables and figures in HTML and Excel, in English and Latvian."""
