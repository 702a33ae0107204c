"""The desk: Django's admin, with our own theme, asking `workflow.policy` for leave.

`registry` loads the models' pages; `site` must be importable before them.
"""
