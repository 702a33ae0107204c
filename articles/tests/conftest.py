"""What holds for every test: no network, and with CI=true no skipping."""
