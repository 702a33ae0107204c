"""The public site: pages, feeds, sitemaps; reads the reader side and nothing else."""
