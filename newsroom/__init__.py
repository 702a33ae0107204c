"""The site: settings, addresses, entry points, and what lies between app and network."""
