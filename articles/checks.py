"""System checks articles.E001…: a wrong setting is named together with its fix."""
