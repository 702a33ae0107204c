"""Between the site and the network: headers, and later the page cache. Knows no article."""
