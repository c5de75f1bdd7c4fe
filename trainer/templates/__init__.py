"""The words of the pages, as Jinja2 templates, and their rendering."""
